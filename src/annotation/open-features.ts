import type { Feature } from './feature.ts'

/** Lines that hang together by their names. */
export interface OpenGroup {
  features: Feature[]
  names: string[]
  /** The group that this one has become part of. */
  into: OpenGroup | undefined
}

/** A name, and a list of it alone that all features with this Parent share. */
interface Name {
  readonly alone: readonly [string]
  readonly group: OpenGroup
}

/** Holds features until all that may belong to them have been read. */
export class OpenFeatures {
  /** Names by sequence. */
  readonly #regions = new Map<string, Map<string, Name>>()
  #seqid = ''
  #region: Map<string, Name> | undefined

  /**
   * The group that names belong to; those of several become one.
   *
   * @returns A group of its own for no names.
   */
  groupOf(seqid: string, names: readonly string[]): OpenGroup {
    const region = this.#moveTo(seqid)
    let group: OpenGroup | undefined
    for (const name of names) {
      const known = region.get(name)
      if (known) {
        const whole = wholeOf(known.group)
        group = group ? joined(group, whole) : whole
      } else {
        group ??= { features: [], names: [], into: undefined }
        group.names.push(name)
        region.set(name, { alone: [name], group })
      }
    }
    return group ?? { features: [], names: [], into: undefined }
  }

  /** Names that a line gives, as they were met first: a line's own copy takes as much as the line. */
  shared(seqid: string, names: readonly string[]): readonly string[] {
    const [only] = names
    if (only === undefined || names.length > 1) return names
    return this.#moveTo(seqid).get(only)?.alone ?? names
  }

  /** Takes a group out. @returns Its features, in the order of the file. */
  close(seqid: string, group: OpenGroup): readonly Feature[] {
    const region = this.#moveTo(seqid)
    for (const name of group.names) region.delete(name)
    return inOrder(group)
  }

  /** Takes all groups out, in the order of the file. */
  closeAll(): (readonly Feature[])[] {
    const groups = new Set<OpenGroup>()
    for (const region of this.#regions.values()) {
      for (const { group } of region.values()) groups.add(wholeOf(group))
    }
    this.#regions.clear()
    this.#region = undefined
    return [...groups]
      .map(inOrder)
      .filter(({ length }) => length > 0)
      .sort(([a], [b]) => a!.line - b!.line)
  }

  #moveTo(seqid: string): Map<string, Name> {
    if (this.#region && this.#seqid === seqid) return this.#region
    const region = this.#regions.get(seqid) ?? new Map<string, Name>()
    this.#regions.set(seqid, region)
    this.#seqid = seqid
    this.#region = region
    return region
  }
}

function wholeOf(group: OpenGroup): OpenGroup {
  let whole = group
  while (whole.into) {
    if (whole.into.into) whole.into = whole.into.into
    whole = whole.into
  }
  return whole
}

/** Adds the smaller to the larger: a line moves as often as the group doubles. */
function joined(a: OpenGroup, b: OpenGroup): OpenGroup {
  if (a === b) return a
  const size = ({ features, names }: OpenGroup) => features.length + names.length
  const [large, small] = size(a) < size(b) ? [b, a] : [a, b]
  for (const feature of small.features) large.features.push(feature)
  for (const name of small.names) large.names.push(name)
  small.features = []
  small.names = []
  small.into = large
  return large
}

function inOrder({ features }: OpenGroup): readonly Feature[] {
  return features.sort((a, b) => a.line - b.line)
}
