import type { FastifyRequest } from 'fastify'

/** The host and port that the client has asked; `undefined` where it does not say, or no such. */
export function hostOf({ headers }: FastifyRequest): string | undefined {
  const { host } = headers
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : undefined
}

/**
 * How URLs of this server begin for the client, such as `https://host:8080`. A proxy that speaks TLS
 * for it says so by X-Forwarded-Proto.
 */
export function originOf(request: FastifyRequest): string | undefined {
  const host = hostOf(request)
  const isForwarded = request.headers['x-forwarded-proto'] === 'https'
  return host && `${isForwarded ? 'https' : request.protocol}://${host}`
}
