using Microsoft.AspNetCore.Identity;

namespace Hub.Host.Storage.Rows;

/// <summary>Somebody who signs in.</summary>
public sealed class User : IdentityUser
{
    public string? DisplayName { get; set; }

    /// <summary>The bureau whose tickets a staff member or head sees; null for roles that see all.</summary>
    public string? Bureau { get; set; }

    /// <summary><c>id</c> or <c>en</c>; null follows the browser.</summary>
    public string? Language { get; set; }

    /// <summary>When mails come that press nobody; null: each as it happens.</summary>
    public NoticeChoice? Notices { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when the account is closed; null while it may be used.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The time step of the last one-time code taken; none is taken twice (RFC 6238, 5.2).</summary>
    public long LastCodeStep { get; set; }
}

/// <summary>How a person wants fewer mails; reminders, escalations and what is due soon come at once all the same.</summary>
public enum NoticeChoice
{
    /// <summary>One mail a day.</summary>
    Daily,

    /// <summary>At once for tickets that the person took; the others in the mail of the day.</summary>
    OnlyMine,
}
