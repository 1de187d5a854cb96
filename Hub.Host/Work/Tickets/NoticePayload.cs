using System.Text.Json;

namespace Hub.Host.Work.Tickets;

/// <summary>What a notice says beyond the ticket itself.</summary>
/// <param name="Text">Words written by a person: question, answer, reason, echo.</param>
/// <param name="InReplyTo">The mail it answers.</param>
/// <param name="Level">For reminders and escalations: which step; for news: <see cref="Draft"/> or nothing.</param>
/// <param name="Reply">For write-backs: what the reply means to the source.</param>
/// <param name="Target">For "not ours": the institution.</param>
/// <param name="Waiting">For an echo: the command that waits for a click.</param>
/// <param name="Shows">It waits because its words show who wrote.</param>
/// <param name="Lines">For a digest: the tickets, by id.</param>
/// <param name="Event">The number of the event whose files go along; null when none do.</param>
public sealed record NoticePayload(
    string? Text = null, string? InReplyTo = null, string? Level = null, Connectors.ReplyKind? Reply = null, string? Target = null, IReadOnlyList<long>? Lines = null,
    long? Waiting = null, bool Shows = false, int? Event = null)
{
    /// <summary>The news is that an answer waits for the verifier.</summary>
    public const string Draft = "Draft";

    /// <summary>From its stored form.</summary>
    public static NoticePayload Read(string json) => JsonSerializer.Deserialize<NoticePayload>(json, JsonSerializerOptions.Web)!;
}
