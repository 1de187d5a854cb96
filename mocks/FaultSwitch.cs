namespace Hub.Mocks;

/// <summary>A scripted fault of a fake.</summary>
public enum Fault
{
    None,

    /// <summary>429 with <c>Retry-After: 1</c>.</summary>
    TooManyRequests,

    /// <summary>503 without a word.</summary>
    Unavailable,

    /// <summary>401: the key is not accepted.</summary>
    Unauthorized,

    /// <summary>403 as Cloudflare's web page.</summary>
    Forbidden,

    /// <summary>A web page with status 200.</summary>
    Html,

    /// <summary>Status 200 and <c>success: true</c>, together with <c>errors</c>.</summary>
    SuccessWithErrors,

    /// <summary>The first half of the answer, and nothing more.</summary>
    HalfAnswer,

    /// <summary>The connection is closed instead of an answer.</summary>
    CutConnection,

    /// <summary>Every page names itself, or an earlier one, as the next.</summary>
    RepeatedCursor,

    /// <summary>Items carry a status that nobody has seen before.</summary>
    UnknownStatus,

    /// <summary>One item among the good ones has lost its number.</summary>
    MalformedItem,

    /// <summary>The answer comes after <see cref="FaultSwitch.Delay"/>.</summary>
    Slow,

    /// <summary>There is nothing at all.</summary>
    Empty,

    /// <summary>The list shows its first item twice.</summary>
    Twins,

    /// <summary>The list comes in reverse order.</summary>
    Reordered,

    /// <summary>Pages after the first begin one item late, as when something left the list meanwhile.</summary>
    PageDrift,

    /// <summary>Latin-1 bytes that claim to be UTF-8.</summary>
    WrongCharset,

    /// <summary>Times of change are two hours ahead.</summary>
    SkewedClock,

    /// <summary>The list says that it holds three items more than it shows.</summary>
    TotalTooHigh,

    /// <summary>The second page shows what is on the third, and so on.</summary>
    PageLeftOut,

    /// <summary>The item in the middle of the list is not there, nor counted.</summary>
    ItemHidden,

    /// <summary>Every second item is not there, nor counted.</summary>
    HalfHidden,

    /// <summary>The request is carried out, then the connection drops without an answer.</summary>
    DropAfterAcceptance,
}

/// <summary>Switches scripted faults of one fake on and off while it runs; safe from any thread.</summary>
public sealed class FaultSwitch
{
    private readonly Lock gate = new();
    private volatile Fault standing;
    private Fault fault;
    private int left;

    /// <summary>How long <see cref="Fault.Slow"/> takes.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What is on, without using it up.</summary>
    public Fault Current
    {
        get
        {
            lock (gate)
            {
                return fault;
            }
        }
    }

    /// <summary>Plays a fault until <see cref="Clear"/>, or for a number of answers.</summary>
    public void Play(Fault next, int answers = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(answers);
        lock (gate)
        {
            (fault, left) = (next, answers);
        }
    }

    /// <summary>On from now on, and again after <see cref="Reset"/>: the fault belongs to the world as it stands.</summary>
    public void Stand(Fault lasting)
    {
        standing = lasting;
        Reset();
    }

    /// <summary>As the world stands: no fault, or the one that belongs to it.</summary>
    public void Reset()
    {
        lock (gate)
        {
            (fault, left) = (standing, int.MaxValue);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            (fault, left) = (Fault.None, 0);
        }
    }

    /// <summary>The fault for the answer that is being given now; uses up one turn.</summary>
    public Fault Take()
    {
        lock (gate)
        {
            var now = fault;
            if (now != Fault.None && left != int.MaxValue && --left == 0)
            {
                fault = Fault.None;
            }

            return now;
        }
    }
}
