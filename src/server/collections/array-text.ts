/** An array as JSON, a batch at a time, from the JSON of its elements. */
export async function* arrayText(
  elements: AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  let separator = '['
  for await (const batch of elements) {
    yield separator + batch.join(',')
    separator = ','
  }
  yield separator === '[' ? '[]' : ']'
}
