using Hub.Domain;

namespace Hub.Host.Storage.Rows;

/// <summary>Somebody in an office who hears from the hub by e-mail.</summary>
public sealed class Contact
{
    public long Id { get; set; }

    /// <summary>The code of a bureau, or of an office whose liaison officer it is; null for the Regional Secretary (Sekda).</summary>
    public string? Bureau { get; set; }
    public required ContactRole Role { get; set; }

    /// <summary>Lower case.</summary>
    public required string Address { get; set; }
    public string? Name { get; set; }

    /// <summary>Since when mail to it bounces; null while it is reached.</summary>
    public DateTimeOffset? BouncingSince { get; set; }
    public Said? BounceReason { get; set; }
}

/// <summary>In which capacity.</summary>
public enum ContactRole
{
    Staff,
    Head,

    /// <summary>Sekretaris Daerah, for escalations.</summary>
    Leadership,

    /// <summary>Hears of technical alarms.</summary>
    Administrator,
}
