/** Runs the scenario in a directory and kills itself at a step; says each commit on its output. */
import { writeSync } from 'node:fs'
import { Steps, stepThroughReplay } from './fault.ts'
import { FaultyDisk } from './faulty-disk.ts'
import { runScenario } from './scenario.ts'

const [directory, at] = process.argv.slice(2)
const steps = new Steps(Number(at), 'kill')
stepThroughReplay(steps)
await runScenario(directory!, new FaultyDisk(steps), (files) => writeSync(1, `${files}\n`))
writeSync(1, 'rebuilt\n')
