import { v1Authority } from '../../digest/authority.ts'
import { parseIdentifier, sequenceId } from '../../digest/identifier.ts'
import type { Naming } from '../naming.ts'

/** Refget's own: digests and `authority:alias`. It knows no bare names. */
export const REFGET_NAMING: Naming = {
  identifiers(text) {
    const identifier = parseIdentifier(text)
    return identifier === undefined || identifier.kind === 'bare' ? [] : [identifier]
  },
  aliases({ digest }, aliases, version) {
    const spelled = version === '2.0.0' ? (authority: string) => authority : v1Authority
    return [
      { authority: 'ga4gh', alias: `ga4gh:${sequenceId(digest)}` },
      ...aliases.map(({ authority, alias }) => ({ authority: spelled(authority), alias })),
    ]
  },
}
