import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import type { VirtualFile } from '../../collection/files/virtual-file.ts'
import { BGZF_BLOCK, bgzip } from '../../formats/bgzf-writer.ts'
import { ProtocolError } from '../errors.ts'
import { SILENCE } from '../send-pieces.ts'

/** DNA at 4 takes 3% more bytes than at 6, and a ninth of the time: 109 MB/s on one core for 12. */
export const BGZIP_LEVEL = 4

/**
 * Sends a file as BGZF while it is compressed. Its length is not known, so that a fault has to
 * destroy the connection: the last chunk is then missing.
 *
 * @param headers Names and values by turns.
 * @throws {@link ProtocolError} 500 when the first block cannot be made.
 */
export async function sendBgzip(
  reply: FastifyReply,
  headers: string[],
  file: VirtualFile,
): Promise<void> {
  const response = reply.raw
  const blocks = bgzip(piecesOf(file), BGZIP_LEVEL)
  let next = await blocks.next().catch((cause: unknown) => {
    reply.server.logger.error({ err: cause, url: reply.request.url }, 'a body was not read')
    throw new ProtocolError('STORAGE_FAULT')
  })
  reply.hijack()
  response.writeHead(200, headers)
  response.socket?.setTimeout(SILENCE)
  response.on('error', () => {})
  try {
    for (; !next.done; next = await blocks.next()) {
      if (response.write(next.value.bytes)) continue
      const gone = new AbortController()
      const { signal } = gone
      await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })])
      gone.abort()
      if (response.destroyed) break
    }
    if (!response.destroyed) response.end()
  } catch (cause) {
    reply.server.logger.error({ err: cause, url: reply.request.url }, 'a body broke off')
    response.destroy()
  } finally {
    await blocks.return(undefined)
  }
}

/** A file in the pieces of BGZF, each in a buffer of its own. */
async function* piecesOf(file: VirtualFile): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.size; from += BGZF_BLOCK) {
    const to = Math.min(from + BGZF_BLOCK, file.size)
    const piece = Buffer.allocUnsafe(to - from)
    await file.read(from, to, piece)
    yield piece
  }
}
