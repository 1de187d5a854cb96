using System.Text.Json;

namespace Hub.Host.Work.Tickets;

/// <summary>What a notice says beyond the ticket itself.</summary>
/// <param name="Text">Words written by a person: question, answer, reason, echo.</param>
/// <param name="InReplyTo">The mail it answers.</param>
/// <param name="Level">For news: <see cref="Draft"/>, <see cref="Reopened"/> or nothing; for an echo: <see cref="Undone"/> or nothing; of who hears for an office: <see cref="Added"/> or <see cref="Removed"/>.</param>
/// <param name="Reply">For write-backs: what the reply means to the source.</param>
/// <param name="Target">For "not ours": the institution; for reminders: the ticket that this one follows; of what was reopened: by whom.</param>
/// <param name="Waiting">For an echo: the command that waits for a click.</param>
/// <param name="Shows">It waits because its words show who wrote.</param>
/// <param name="Lines">For a digest: the tickets, by id.</param>
/// <param name="Clock">For reminders and escalations: the clock, by its id. How it stands is read when the mail is written.</param>
/// <param name="Event">The number of the event whose files go along; null when none do.</param>
/// <param name="Settled">Its words are not looked through again when they leave: they are the hub's own, or the verifier let them go as they are.</param>
public sealed record NoticePayload(
    string? Text = null, string? InReplyTo = null, string? Level = null, Connectors.ReplyKind? Reply = null, string? Target = null, IReadOnlyList<long>? Lines = null,
    long? Waiting = null, bool Shows = false, int? Event = null, long? Clock = null, bool Settled = false)
{
    /// <summary>The news is that an answer waits for the verifier.</summary>
    public const string Draft = "Draft";

    /// <summary>The news is that a ticket that was answered is at work again.</summary>
    public const string Reopened = "Reopened";

    /// <summary>What was written by mail changed nothing.</summary>
    public const string Undone = "Undone";

    /// <summary>Somebody hears for the office from now on.</summary>
    public const string Added = "Added";

    /// <summary>Somebody hears for the office no longer.</summary>
    public const string Removed = "Removed";

    /// <summary>From its stored form.</summary>
    public static NoticePayload Read(string json) => JsonSerializer.Deserialize<NoticePayload>(json, JsonSerializerOptions.Web)!;
}
