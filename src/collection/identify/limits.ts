import { count } from './words.ts'

/** What one identification may cost. What was left undone is said in its result. */
export interface IdentifyLimits {
  readonly seconds: number
  /** Sequences by which collections are looked for: by content, and as many by length. */
  readonly probes: number
  /** Collections that are taken of one look-up. */
  readonly perProbe: number
  /** Collections that are compared member by member. */
  readonly candidates: number
  /** Members that are read of all of them. */
  readonly members: number
}

/**
 * For one of many who ask. A million contigs took 8.6 s of processor time without checksums and 18.5 s
 * with MD5s, from file to verdict, on a machine of 2 cores at a load of 14.
 */
export const IDENTIFY_LIMITS: IdentifyLimits = {
  seconds: 50,
  probes: 64,
  perProbe: 64,
  candidates: 24,
  members: 5_000_000,
}

/** For someone who asks alone, and can stop it. */
export const PATIENT_LIMITS: IdentifyLimits = {
  ...IDENTIFY_LIMITS,
  seconds: Number.POSITIVE_INFINITY,
  members: 50_000_000,
}

/** Milliseconds after which other requests have their turn. */
const TURN = 25

/** Keeps an identification within its limits, and lets others have their turn. */
export class Budget {
  readonly limits: IdentifyLimits
  readonly #end: number
  #turn = performance.now()
  #members: number
  #capped: string | undefined

  constructor(limits: IdentifyLimits) {
    this.limits = limits
    this.#end = this.#turn + 1000 * limits.seconds
    this.#members = limits.members
  }

  /** Which limit was reached first, in words. */
  get capped(): string | undefined {
    return this.#capped
  }

  /** Notes that something was left undone. */
  cap(reason: string): void {
    this.#capped ??= reason
  }

  /** Whether so many members may still be compared; if so, counts them in. */
  takeMembers(members: number): boolean {
    if (members > this.#members) {
      this.cap(`no more than ${count(this.limits.members)} members of collections are compared`)
      return false
    }
    this.#members -= members
    return true
  }

  /** Lets others have their turn. Returns whether there is time to go on. */
  async goOn(): Promise<boolean> {
    const now = performance.now()
    if (now > this.#end) this.cap(`${this.limits.seconds} seconds have passed`)
    await this.turn()
    return now <= this.#end
  }

  /** Lets others have their turn, in what is not left undone. */
  async turn(): Promise<void> {
    if (performance.now() - this.#turn <= TURN) return
    await new Promise(setImmediate)
    this.#turn = performance.now()
  }
}
