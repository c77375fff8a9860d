import { parentPort, workerData } from 'node:worker_threads'
import { NameAttributes } from '../../collection/name-attributes.ts'
import { SequenceAttributes } from '../../collection/sequence-attributes.ts'
import { addNames, addSequences, type NameMessage, type SequenceMessage } from './member-batch.ts'

/** Which attributes of a collection a thread digests. */
export type CollectionPart = 'names' | 'sequences'

const take = workerData.part === 'names' ? names() : sequences()

parentPort!.on('message', (message) => parentPort!.postMessage(take(message)))

/** Takes a message; when there is none, all have come, and it gives the digest of each attribute. */
function names() {
  const attributes = new NameAttributes()
  return (message: NameMessage | undefined) =>
    message ? addNames(attributes, message) : attributes.digests()
}

function sequences() {
  const attributes = new SequenceAttributes()
  return (message: SequenceMessage | undefined) =>
    message ? addSequences(attributes, message) : attributes.digests()
}
