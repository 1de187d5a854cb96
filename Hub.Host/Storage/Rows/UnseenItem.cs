namespace Hub.Host.Storage.Rows;

/// <summary>An open item that its source did not show to the statements of some nights; gone when the source shows it again.</summary>
public sealed class UnseenItem
{
    public required string Source { get; set; }
    public required string ExternalId { get; set; }

    /// <summary>The first night of them, and the last.</summary>
    public required DateOnly Since { get; set; }
    public DateOnly Last { get; set; }

    /// <summary>Nights whose statement can be believed.</summary>
    public int Nights { get; set; }

    /// <summary>When its ticket was closed for it; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>A night counts once, however many statements are made of it.</summary>
    public void Miss(DateOnly night)
    {
        if (ClosedAt is not null)
        {
            // It came back and went again between two statements.
            (Since, Nights, ClosedAt) = (night, 0, null);
        }

        if (Nights == 0 || night > Last)
        {
            (Nights, Last) = (Nights + 1, night);
        }
    }
}
