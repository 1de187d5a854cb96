using System.Text.RegularExpressions;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Privacy;

/// <summary>What of a protected ticket may lie open: found once, from who sent it and from how the texts are signed. Pure.</summary>
public sealed partial class Blotting
{
    private readonly List<Reporter> hidden;
    private readonly bool isSecret;

    /// <param name="senders">All that is known of who sent it.</param>
    /// <param name="isSecret">Rahasia: no word lies open.</param>
    /// <param name="texts">Where the sender may name themself.</param>
    public Blotting(IReadOnlyList<Reporter> senders, bool isSecret, TicketTexts? texts = null)
    {
        this.isSecret = isSecret;
        hidden = [.. senders.DefaultIfEmpty(Reporter.Unknown), .. texts is null ? [] : SignaturesIn($"{texts.Title}\n{texts.Body}\n{texts.OriginalBody}").Select(name => new Reporter { Name = name })];
    }

    public Layers<TicketTexts> Of(TicketTexts whole) => new(whole, whole.Each(Over));

    public Layers<EventTexts> Of(TicketEventKind kind, EventTexts whole) =>
        new(whole, new EventTexts(whole.Text is null || !kind.HoldsWords() ? whole.Text : Over(whole.Text), Happening.Read(kind, whole.Data).Each(Over).Write()));

    public Layers<FileTexts> Of(FileTexts whole) => new(whole, new FileTexts(OverName(whole.Name), null));

    /// <summary>What lies open in the store.</summary>
    public TicketTexts Open(Layers<TicketTexts> texts) => isSecret ? texts.Whole.Closed() : texts.Blotted;

    /// <inheritdoc cref="Open(Layers{TicketTexts})"/>
    public EventTexts Open(TicketEventKind kind, Layers<EventTexts> texts) => isSecret && kind.HoldsWords()
        ? new EventTexts(null, Happening.Read(kind, texts.Whole.Data).Each(_ => "").Write())
        : texts.Blotted;

    /// <inheritdoc cref="Open(Layers{TicketTexts})"/>
    public FileTexts Open(Layers<FileTexts> texts) => isSecret ? new FileTexts(LeakGate.Blot + ExtensionOf(texts.Whole.Name), null) : texts.Blotted;

    public string Over(string text) => hidden.Aggregate(text, (shown, who) => LeakGate.Mask(shown, who));

    /// <summary>Words of a file's name are joined by signs that part no words elsewhere.</summary>
    private string OverName(string name)
    {
        var extension = ExtensionOf(name);
        var parted = name[..^extension.Length].Replace('_', ' ').Replace('+', ' ');
        return Over(parted) is var shown && shown == parted && Over(name) == name ? name : shown + extension;
    }

    private static string ExtensionOf(string name) => Path.GetExtension(name) is { Length: <= 6 } extension && extension.All(c => c == '.' || char.IsAsciiLetterOrDigit(c)) ? extension : "";

    private static IEnumerable<string> SignaturesIn(string text) =>
        Signature().Matches(text).Select(m => m.Groups["name"].Value.Trim()).Where(name => name.Length > 2).Distinct(StringComparer.Ordinal);

    /// <summary>A name after the words with which people name themselves or sign.</summary>
    [GeneratedRegex(@"(?i:\b(?:nama\s+(?:lengkap\s+)?(?:saya|pelapor)|saya\s+bernama|hormat\s+(?:saya|kami)|salam|tertanda|ttd|pelapor))[\s:,.\-–(]{1,6}(?<name>\p{Lu}[\p{L}'’.\-]+(?:[ \t]+\p{Lu}[\p{L}'’.\-]*){0,4})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Signature();
}
