import { defaultFieldResolver, type GraphQLFieldResolver } from 'graphql'
import type { Budget } from './budget.ts'
import type { RequestContext } from './context.ts'

/** Resolves fields by properties and methods, within the budget of the request. */
export const resolveField: GraphQLFieldResolver<unknown, RequestContext> = (
  source,
  args,
  context,
  info,
) => {
  const { budget } = context
  if (!budget.spendField()) return budget.never
  const value = defaultFieldResolver(source, args, context, info)
  return value instanceof Promise
    ? value.then((settled) => asItems(settled, budget))
    : asItems(value, budget)
}

/**
 * Objects of a list become promises. graphql-js 16 completes a list in one go: should an item throw
 * there after another gave a promise that will reject, nobody handles the rejection, and Node ends the
 * process.
 */
function asItems(value: unknown, budget: Budget): unknown {
  const apart = Array.isArray(value) && value.length > 1 && typeof value[0] === 'object'
  return apart ? value.map((item) => budget.inTurn(item)) : value
}
