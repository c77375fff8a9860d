import { GraphQLError } from 'graphql'

/** Ids that were looked for in vain, as the error's extensions name them. */
type Ids = Readonly<Record<string, string | number | null | undefined>>

/** What Ensembl's service answers for a thing that is not there: message, code and ids. */
export function notFound(kind: string, ids: Ids, code = `${kind.toUpperCase()}_NOT_FOUND`) {
  const listed = Object.entries(ids).map(([key, value]) => `${key}=${value ?? 'None'}`)
  return new GraphQLError(`Failed to find ${kind} with ids: ${listed.join(', ')}`, {
    extensions: { code, ...ids },
  })
}

/** An argument that cannot be taken as it is. */
export function badArgument(message: string): GraphQLError {
  return new GraphQLError(message)
}

/** A limit of this server was reached. */
export function overLimit(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
