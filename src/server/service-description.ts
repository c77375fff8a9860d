/** Who runs the service, for GA4GH service-info. */
export interface ServiceDescription {
  /** Unique, in reverse domain notation. */
  readonly id: string
  readonly name: string
  readonly organization: { readonly name: string; readonly url: string }
  readonly description?: string
  readonly contactUrl?: string
  readonly documentationUrl?: string
  readonly environment?: string
}
