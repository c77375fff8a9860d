// Rounds, and turns within them: each round begins with another contender, so that none always has the warm machine.
import { ROUNDS, WARM_UP } from './settings.mjs'

/**
 * Measures in rounds: one that is not counted, which warms up, and those that are.
 *
 * @param oneRound Measures and returns figures.
 * @returns The figures of each round.
 */
export async function inRounds(oneRound) {
  if (WARM_UP) await oneRound(0)
  const rows = []
  for (let round = 1; round <= ROUNDS; round++) rows.push(await oneRound(round))
  return rows
}

/**
 * @param contenders Functions that measure and return figures.
 * @returns The figures of all, as one row.
 */
export async function takeTurns(contenders, round) {
  const row = {}
  for (let i = 0; i < contenders.length; i++) {
    Object.assign(row, await contenders[(i + round) % contenders.length]())
  }
  return row
}
