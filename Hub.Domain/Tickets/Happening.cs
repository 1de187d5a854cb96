using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Domain.Conversation;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <summary>What an event says beyond its words: one record for each <see cref="TicketEventKind"/>, of the same name, stored as JSON.</summary>
/// <remarks>What is stored stays readable: a field may be added when it may be missing; any other form is a new <see cref="Version"/>.</remarks>
public abstract record Happening
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly FrozenDictionary<TicketEventKind, Type> Types =
        typeof(Happening).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Happening))).ToFrozenDictionary(t => Enum.Parse<TicketEventKind>(t.Name));

    private Happening() { }

    [JsonIgnore]
    public TicketEventKind Kind => Enum.Parse<TicketEventKind>(GetType().Name);

    /// <summary>The form in which it is written; 1 is not written down.</summary>
    [JsonPropertyName("v"), JsonPropertyOrder(-1)]
    public int? Version { get; init; }

    /// <summary>The record of an event of that kind, from whatever was stored.</summary>
    public static Happening Read(TicketEventKind kind, string? data) => (Happening)JsonSerializer.Deserialize(data ?? "{}", Types[kind], Json)!;

    /// <summary>The same with every word that its source, its reporter or a person wrote as that function shows it; codes and numbers of ours stay.</summary>
    public virtual Happening Each(Func<string, string> shown) => this;

    /// <summary>The letter of which the event's text is a part; null where it is all of it, or there is none.</summary>
    public virtual string? WholeLetter() => null;

    /// <returns>Null when there is nothing to write beyond the kind.</returns>
    public string? Write() => JsonSerializer.Serialize(this, GetType(), Json) is var text && text == "{}" ? null : text;

    /// <param name="SourceStatus">In the words of its source, which may name anybody.</param>
    public sealed record Opened(string? Source = null, string? SourceStatus = null) : Happening
    {
        public override Happening Each(Func<string, string> shown) => this with { SourceStatus = Over(SourceStatus, shown) };
    }

    /// <param name="To">Null where a healed item waits in triage.</param>
    public sealed record Routed(string? To = null, int? Service = null) : Happening;

    public sealed record Reassigned(string? From = null, string? To = null, int? Service = null, int? ServiceBefore = null) : Happening;

    public sealed record Accepted : Happening;

    /// <param name="Missing">The numbers of the requirements that it was asked for; null for another question.</param>
    public sealed record AskedReporter(int? Service = null, IReadOnlyList<int>? Missing = null) : Happening;

    /// <summary>A person looked at the requirements of the service; what is in neither list stays as it was.</summary>
    public sealed record RequirementsChecked(int? Service = null, IReadOnlyList<int>? There = null, IReadOnlyList<int>? Missing = null) : Happening;

    public sealed record Completed : Happening;

    /// <summary>A person of the holding office works on it; the event's actor.</summary>
    public sealed record Taken : Happening;

    /// <summary>Nobody in particular does any more.</summary>
    public sealed record LetGo : Happening;

    /// <param name="Authority">The key of its standard.</param>
    /// <param name="Whom">As the writer called it.</param>
    public sealed record WaitingBegan(string? Authority = null, string? Whom = null, string? Letter = null, DateOnly? Since = null) : Happening
    {
        public override Happening Each(Func<string, string> shown) => this with { Whom = Over(Whom, shown), Letter = Over(Letter, shown) };
    }

    /// <summary>It answered; the event's text says what.</summary>
    public sealed record WaitingEnded : Happening;

    /// <param name="Rule">The term that counts from it.</param>
    /// <param name="Since">When it happened.</param>
    public sealed record TermBegan(string? Rule = null, DateTimeOffset? Since = null) : Happening;

    /// <param name="First">Nobody had answered before (R20).</param>
    public sealed record Answered(bool? First = null) : Happening;

    public sealed record Resolved : Happening;

    public sealed record Closed : Happening;

    /// <summary>The answer is that it is not granted; the event's text is the reason.</summary>
    public sealed record Refused : Happening;

    /// <param name="AtSource">Its source shows the item no longer; nobody said that it is not wanted.</param>
    public sealed record Withdrawn(bool? AtSource = null) : Happening;

    /// <summary>The request runs under the freedom-of-information act (R28).</summary>
    public sealed record PpidStarted(SubmissionKind? KindBefore = null) : Happening;

    /// <summary>The one extension; the event's text is the written reason.</summary>
    public sealed record PpidExtended : Happening;

    /// <summary>What the final answer to it decides; the answer itself is the event after it.</summary>
    /// <param name="Ground">Null where all is given.</param>
    public sealed record PpidDecided(PpidDecision? Decision = null, PpidGround? Ground = null) : Happening;

    /// <param name="Since">When the objection was received.</param>
    public sealed record PpidObjected(DateTimeOffset? Since = null) : Happening;

    /// <param name="Since">When the Komisi Informasi told of it.</param>
    public sealed record PpidDisputed(DateOnly? Since = null) : Happening;

    public sealed record EventSet(DateOnly? On = null, DateOnly? Before = null) : Happening;

    public sealed record Reopened : Happening;

    /// <param name="Target">As the writer called it.</param>
    public sealed record NotOurs(string? Target = null) : Happening
    {
        public override Happening Each(Func<string, string> shown) => this with { Target = Over(Target, shown) };
    }

    public sealed record Returned(string? From = null) : Happening;

    /// <summary>What stood there before; the body only where it changed.</summary>
    public sealed record SourceChanged(string? SourceStatus = null, string? Title = null, string? Body = null) : Happening
    {
        public override Happening Each(Func<string, string> shown) => this with { SourceStatus = Over(SourceStatus, shown), Title = Over(Title, shown), Body = Over(Body, shown) };
    }

    /// <param name="Meaning">How the words were read; null where there was nothing to reopen.</param>
    /// <param name="Letter">All of the letter, where the event's text is only what was written new: quotes and signature are not thrown away.</param>
    public sealed record ReporterWrote(ReplyMeaning? Meaning = null, string? Letter = null) : Happening
    {
        public override string? WholeLetter() => Letter;

        public override Happening Each(Func<string, string> shown) => this with { Letter = Over(Letter, shown) };
    }

    public sealed record AutomaticMail(bool? IsBounce = null) : Happening;

    /// <param name="Calendar">The act that moved the dates.</param>
    public sealed record DeadlineChanged(string? Calendar = null, IReadOnlyList<RuleMove>? Moves = null) : Happening;

    /// <summary>What stood there before a person corrected it.</summary>
    public sealed record Reclassified(SubmissionKind? KindBefore = null, int? ServiceBefore = null, string? ClassBefore = null) : Happening;

    /// <param name="Key">The rung; unique by clock, version, level and role.</param>
    public sealed record Reminded(string? Key = null, string? Level = null, string? Role = null, int? Recipients = null, DateOnly? DueOn = null) : Happening;

    /// <inheritdoc cref="Reminded"/>
    public sealed record Escalated(string? Key = null, string? Level = null, string? Role = null, int? Recipients = null, DateOnly? DueOn = null) : Happening;

    /// <param name="Envelope">The stored item that it is about; null for a person's note.</param>
    /// <param name="Letter">As in <see cref="ReporterWrote"/>.</param>
    /// <param name="Office">Whose officer wrote it by mail when the ticket was theirs no longer: whoever has it now is told. Null for every other note.</param>
    public sealed record Note(long? Envelope = null, string? Letter = null, string? Office = null) : Happening
    {
        public override string? WholeLetter() => Letter;

        public override Happening Each(Func<string, string> shown) => this with { Letter = Over(Letter, shown) };
    }

    /// <summary>An answer that would have shown who wrote; the event's text are its words.</summary>
    public sealed record Drafted : Happening;

    /// <param name="Reason"><c>same-mail</c>, <c>merged</c>, <c>same</c>, <c>joined</c> …; the other ticket's number is the event's text.</param>
    public sealed record Linked(string? Reason = null) : Happening
    {
        /// <summary>The other is one of several matters that it brought.</summary>
        public const string Split = "split";

        /// <summary>It is one of several matters that the other brought.</summary>
        public const string Part = "part";
    }

    public sealed record Merged(string? Into = null, TicketStatus? Was = null) : Happening;

    public sealed record Unmerged : Happening;

    public sealed record Flagged(bool? Anonymous = null, bool? Secret = null) : Happening;

    /// <summary>It went on the protected road: only the verifier sees it.</summary>
    /// <param name="Anonymous">The flag as it was before; lifting the protection gives it back.</param>
    /// <param name="Secret">As <paramref name="Anonymous"/>.</param>
    public sealed record Protected(ProtectionGround? Ground = null, bool? Anonymous = null, bool? Secret = null) : Happening;

    /// <summary>The verifier found that it may go the ordinary way; the event's text is the written reason.</summary>
    public sealed record ProtectionLifted(ProtectionGround? Ground = null) : Happening;

    /// <summary>The verifier let whoever works on the ticket have a file; the event's text is the written reason.</summary>
    public sealed record FileReleased(long? File = null) : Happening;

    /// <param name="Notice">Which notice it was.</param>
    public sealed record DeliveryFailed(string? Notice = null, string? Bureau = null) : Happening;

    /// <param name="Id">The stored item.</param>
    public sealed record Quarantined(long? Id = null) : Happening;

    private static string? Over(string? words, Func<string, string> shown) => words is null ? null : shown(words);
}

/// <summary>A due date that an act or another reading moved.</summary>
public sealed record RuleMove(string Rule, DateOnly From, DateOnly To);
