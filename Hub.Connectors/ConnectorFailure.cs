using Hub.Domain;

namespace Hub.Connectors;

/// <summary>Why a source could not be read or answered; the kind alone decides what happens next.</summary>
public sealed class ConnectorFailure : Exception, ISays
{
    public ConnectorFailure(FailureKind kind, Said said, Exception? inner = null, TimeSpan? retryAfter = null)
        : base(said.Stored, inner)
    {
        Kind = kind;
        Said = said;
        RetryAfter = retryAfter;
    }

    public FailureKind Kind { get; }

    /// <summary>Which failure, with its values.</summary>
    public Said Said { get; }

    /// <summary>The failure in words, in the language of the thread that asks.</summary>
    public override string Message => Said.ToString();

    /// <summary>How long the source asked us to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The HTTP status; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>True when the source certainly did nothing, so that even a write may be repeated.</summary>
    internal bool NotTaken { get; init; }
}

/// <summary>Four causes, four ways on.</summary>
public enum FailureKind
{
    /// <summary>Time-out, cut connection, 429, 5xx, HTML where JSON is due: try again later, by itself.</summary>
    Transient,

    /// <summary>401, 403, refused login: ask a person for new credentials, keep trying at a slow pace.</summary>
    Credentials,

    /// <summary>The source understood and said no: show its words to a person.</summary>
    Refused,

    /// <summary>An answer or item that cannot be understood: set it aside with the reason.</summary>
    Malformed,
}
