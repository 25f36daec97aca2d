/** What the platform says of the network: reachable in principle, and by what. Never proof that a broker answers. */
export interface NetworkPort {
  current(): NetworkStatus
  /** @returns a function that ends the listening */
  onChange(listener: (status: NetworkStatus) => void): () => void
}

export interface NetworkStatus {
  isOnline: boolean
  /** `wifi`, `4g`, `5g`, `ethernet`…, or `unknown` where the platform does not say */
  type: string
}
