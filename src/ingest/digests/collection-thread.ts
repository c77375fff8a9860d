import { parentPort } from 'node:worker_threads'
import { CollectionDigester } from '../../collection/digest.ts'
import { addMembers, type MemberMessage } from './member-batch.ts'

/** What the thread answers at the end: the digest of a collection and those of its attributes. */
export interface CollectionDigest {
  readonly digest: Uint8Array
  readonly attributes: ReadonlyMap<string, Uint8Array>
}

const digester = new CollectionDigester()

parentPort!.on('message', (message: MemberMessage | undefined) => {
  if (message) addMembers(digester, message)
  const digest = (): CollectionDigest => ({
    digest: digester.digest(),
    attributes: digester.attributes(),
  })
  parentPort!.postMessage(message ? undefined : digest())
})
