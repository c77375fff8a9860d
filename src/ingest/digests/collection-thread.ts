import { parentPort } from 'node:worker_threads'
import { CollectionDigester } from '../../collection/digest.ts'
import { addMembers, type MemberMessage } from './member-batch.ts'

const digester = new CollectionDigester()

parentPort!.on('message', (message: MemberMessage | undefined) => {
  if (message) addMembers(digester, message)
  parentPort!.postMessage(
    message ? undefined : { digest: digester.digest(), attributes: digester.attributes() },
  )
})
