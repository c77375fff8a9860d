import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import { piecesOf, type VirtualFile } from '../../collection/files/virtual-file.ts'
import { BGZF_BLOCK, bgzip } from '../../formats/bgzf-writer.ts'
import { ProtocolError } from '../errors.ts'
import { SILENCE } from '../send-pieces.ts'

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
  const blocks = bgzip(piecesOf(file, BGZF_BLOCK))
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
