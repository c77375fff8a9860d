import { readFileSync } from 'node:fs'
import { buildSchema, GraphQLDirective, GraphQLSchema } from 'graphql'

/** The schema as text: the contract, and what `/sdl` sends. */
export const SDL: string = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')

/** Builds the schema. Types without a resolver of their own answer with properties and methods. */
export function createSchema(): GraphQLSchema {
  const config = buildSchema(SDL).toConfig()
  return new GraphQLSchema({ ...config, directives: config.directives.map(withKnownLocations) })
}

/**
 * A location of directives that is newer than the specification of October 2021: graphql-core below
 * 3.2.7, with which gql 3.5 works, refuses a schema whose introspection has it.
 */
const NEW_LOCATION = 'DIRECTIVE_DEFINITION'

function withKnownLocations(directive: GraphQLDirective): GraphQLDirective {
  const config = directive.toConfig()
  const locations = config.locations.filter((location) => `${location}` !== NEW_LOCATION)
  return new GraphQLDirective({ ...config, locations })
}
