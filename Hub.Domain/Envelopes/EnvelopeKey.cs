namespace Hub.Domain.Envelopes;

/// <summary>One version of one item at one source. Unique in the ledger: a repeat is a no-op.</summary>
/// <param name="Source">The configured source, for example <c>email-kesra</c>.</param>
/// <param name="ExternalId">What the source calls the item; the same for all its versions.</param>
/// <param name="Version">Changes whenever the item changes: the source's own version, or <see cref="Fingerprint"/> of the content.</param>
public readonly record struct EnvelopeKey(string Source, string ExternalId, string Version);
