namespace Hub.Connectors.Http;

/// <summary>What differs between systems on the wire.</summary>
public sealed record WireTraits
{
    /// <summary>JSON over GET, writes by POST and PATCH.</summary>
    public static readonly WireTraits Json = new();

    /// <summary>The system reads by POST, so a POST may be repeated.</summary>
    public bool ReadsByPost { get; init; }

    /// <summary>Looks at a successful answer before it is believed; null when all is well. Runs within the attempt, so a transient failure is tried again.</summary>
    public Func<HttpRequestMessage, ReadOnlyMemory<byte>, ConnectorFailure?> Judge { get; init; } = JsonVerdict.Of;
}
