using System.Text.RegularExpressions;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Privacy;

/// <summary>What of a protected ticket may lie open: found once, from who sent it and from how the texts are signed. Pure.</summary>
public sealed partial class Blotting
{
    private readonly List<Reporter> hidden;
    private readonly bool isSecret;
    private readonly bool isProtected;
    private readonly bool signsOften;
    private readonly NamedFiles? files;
    private bool isGivenUp;

    /// <param name="senders">All that is known of who sent it.</param>
    /// <param name="isProtected">Anonim or rahasia: the office or body that sent it is not told either.</param>
    /// <param name="isSecret">Rahasia: no word lies open.</param>
    /// <param name="texts">Where the sender may name themself.</param>
    /// <param name="files">Of who is erased the names of all files, which nothing of the ticket says any more; null where they may be read, but for who sent them.</param>
    public Blotting(IReadOnlyList<Reporter> senders, bool isProtected, bool isSecret, TicketTexts texts, IEnumerable<string>? files = null)
    {
        (this.isProtected, this.isSecret, this.files) = (isProtected, isSecret, files is null ? null : new NamedFiles(files));
        var signatures = SenderInText.SignaturesIn(texts);

        // Further ones are covered where they stand, and not looked for elsewhere.
        signsOften = signatures.Count > SenderInText.MostSignatures;
        hidden =
        [
            .. senders.DefaultIfEmpty(Reporter.Unknown),
            .. signatures.Take(SenderInText.MostSignatures).Select(SenderInText.Signer),
            .. SenderInText.HomesIn(texts),
            .. (isProtected ? BodiesOf(texts) : []).Select(body => new Reporter { Organisation = body, Anonymous = true }),
        ];
    }

    public Layers<TicketTexts> Of(TicketTexts whole) => new(whole, WithoutCoveredGrounds(whole, isProtected ? WithoutBodies(whole.Each(OverSigned)) : whole.Each(OverSigned)));

    public Layers<EventTexts> Of(TicketEventKind kind, EventTexts whole) =>
        new(whole, new EventTexts(whole.Text is null || !kind.HoldsWords() ? whole.Text : kind == TicketEventKind.ReporterWrote ? OverSigned(whole.Text) : OverOwn(whole.Text), Happening.Read(kind, whole.Data).Each(OverOwn).Write()));

    public Layers<FileTexts> Of(FileTexts whole) => new(whole, new FileTexts(files is null ? OverName(whole.Name) : NamedFiles.Covered(whole.Name), null));

    /// <summary>What lies open in the store.</summary>
    public TicketTexts Open(Layers<TicketTexts> texts) => isSecret
        ? texts.Whole.Closed() with { Organisation = texts.Blotted.Organisation, SourceStatus = texts.Blotted.SourceStatus }
        : texts.Blotted;

    /// <inheritdoc cref="Open(Layers{TicketTexts})"/>
    public EventTexts Open(TicketEventKind kind, Layers<EventTexts> texts) => isSecret && kind.HoldsWords()
        ? new EventTexts(null, Happening.Read(kind, texts.Whole.Data).Each(_ => "").Write())
        : texts.Blotted;

    /// <inheritdoc cref="Open(Layers{TicketTexts})"/>
    public FileTexts Open(Layers<FileTexts> texts) => isSecret ? new FileTexts(NamedFiles.Covered(texts.Whole.Name), null) : texts.Blotted;

    /// <summary>After a text that could not be looked through in time no other is tried: all of them are covered.</summary>
    public string Over(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        if (isGivenUp || LeakGate.TryMask(text, hidden) is not { } shown)
        {
            isGivenUp = true;
            return LeakGate.Blot;
        }

        return signsOften ? WithoutSignatures(shown) : shown;
    }

    /// <summary>A text of the ticket itself, where its files are called by their names.</summary>
    private string OverOwn(string text) => Over(files is null ? text : files.Over(text));

    /// <summary>A text of the sender: who signs it is covered there whatever the name is made of.</summary>
    private string OverSigned(string text) => OverOwn(WithoutSignatures(text));

    private static string WithoutSignatures(string text) => LeakGate.Blotted(text, Signatures.In(text).Select(s => new Leak(s.Kind, "", s.Start, s.Length)));

    /// <summary>Words of a file's name are joined by signs that part no words elsewhere.</summary>
    private string OverName(string name)
    {
        var extension = NamedFiles.ExtensionOf(name);
        var parted = name[..^extension.Length].Replace('_', ' ').Replace('+', ' ');
        return Over(parted) is var shown && shown == parted && Over(name) == name ? name : shown + extension;
    }

    /// <summary>Where it came from, by the item and by its own head; the head of a letter in a file may be another's.</summary>
    private static IEnumerable<string> BodiesOf(TicketTexts texts) => new[] { texts.Organisation, texts.Letter is { File: null } letter ? letter.From : null }.OfType<string>();

    /// <summary>A ground quotes single words, and one word of an address looks like any other: what the texts say no longer, no ground says.</summary>
    private static TicketTexts WithoutCoveredGrounds(TicketTexts whole, TicketTexts shown)
    {
        var (before, after) = (Words(whole), Words(shown));
        return shown with { Route = shown.Route with { Why = [.. shown.Route.Why.Select(ground => ground.Each(value => LetterRun().Matches(value).Any(word => Stands(before, word) && !Stands(after, word)) ? LeakGate.Blot : value))] } };

        static bool Stands(string[] texts, Match word) => texts.Any(text => text.Contains(word.Value, StringComparison.OrdinalIgnoreCase));

        static string[] Words(TicketTexts texts) =>
            [.. new[] { texts.Title, texts.Body, texts.OriginalBody, texts.Category, texts.Area, texts.Organisation }.Concat(texts.Facts.Select(static f => f.Value)).OfType<string>()];
    }

    [GeneratedRegex(@"\p{L}{3,}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LetterRun();

    private static TicketTexts WithoutBodies(TicketTexts texts) => texts with
    {
        Organisation = texts.Organisation is null ? null : LeakGate.Blot,
        Letter = texts.Letter is { File: null, From: not null } letter ? letter with { From = LeakGate.Blot } : texts.Letter,
    };
}
