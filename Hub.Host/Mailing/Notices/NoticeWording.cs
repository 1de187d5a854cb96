using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The sentences of notices as the office words them: its own where it wrote one, else those of the product.</summary>
/// <remarks>Only sentences may be reworded; what a notice says of a ticket, and its links, are made by <see cref="NoticeComposer"/>.</remarks>
public sealed partial class NoticeWording(IStringLocalizerFactory factory, Database database, AuditTrail audit, HubOptions options, TimeProvider clock, ILogger<NoticeWording> log) : IStringLocalizer<NoticeTexts>
{
    public const int Longest = 600;

    /// <summary>Another copy of the hub may have saved; so long its words may be older than the store.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    /// <summary>The sentences that may be reworded, by the notice that they stand in.</summary>
    public static readonly IReadOnlyDictionary<NoticePurpose, IReadOnlyList<string>> Editable = new Dictionary<NoticePurpose, IReadOnlyList<string>>
    {
        [NoticePurpose.Receipt] = ["SubjectReceipt", "LeadReceiptAnswer", "LeadReceiptDone", "LeadReceiptEvent", "LeadReceiptUndated", "FooterReceipt"],
        [NoticePurpose.Question] = ["SubjectQuestion", "LeadQuestion", "FooterQuestion"],
        [NoticePurpose.Answer] = ["SubjectAnswer", "LeadAnswer", "FooterInterim", "FooterAnswer"],
        [NoticePurpose.Moved] = ["SubjectMoved", "LeadMoved", "FooterMoved"],
        [NoticePurpose.Assigned] = ["LeadAssigned", "LeadAssignedUndated", "LeadPassed", "LeadPassedUndated", "ReplyWords"],
        [NoticePurpose.Triage] = ["LeadTriage"],
        [NoticePurpose.Changed] = ["LeadChanged"],
        [NoticePurpose.Reminder] = ["LeadReminder", "Automatic"],
        [NoticePurpose.Escalation] = ["LeadEscalation"],
    };

    private readonly StringLocalizer<NoticeTexts> product = new(factory);
    private readonly ConcurrentDictionary<string, string> refused = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<string, string> own = new Dictionary<string, string>(StringComparer.Ordinal);
    private DateTimeOffset readAt = DateTimeOffset.MinValue;

    public LocalizedString this[string name] => own.TryGetValue(name, out var text) ? new LocalizedString(name, text) : product[name];

    public LocalizedString this[string name, params object[] arguments] =>
        this[name] is { ResourceNotFound: false } found ? new LocalizedString(name, Sentences.Fill(found.Value, arguments)) : product[name];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => product.GetAllStrings(includeParentCultures);

    /// <summary>The office's own sentence under that name; null where the product's is used.</summary>
    public string? Own(string name) => own.GetValueOrDefault(name);

    /// <summary>The product's sentence with its blanks.</summary>
    public string Default(string name) => product[name].Value;

    /// <summary>The same words with some not yet saved, for a preview.</summary>
    public NoticeWording With(IReadOnlyDictionary<string, string> unsaved) =>
        new NoticeWording(factory, database, audit, options, clock, log) { own = own.Concat(unsaved).GroupBy(t => t.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal) };

    /// <summary>Reads what is stored, at most every half minute.</summary>
    public async Task FreshenAsync(CancellationToken token)
    {
        if (clock.GetUtcNow() - readAt >= Stale)
        {
            await using var db = database.Open();
            await ReadAsync(db, token);
        }
    }

    /// <returns>What is wrong with the sentence, as a key of the page's texts; null when it may be used.</returns>
    public string? FaultOf(string name, string text)
    {
        if (text.Length is 0 or > Longest)
        {
            return "templates.length";
        }

        if (text.Contains('\n', StringComparison.Ordinal) || text.Contains('\r', StringComparison.Ordinal))
        {
            return "templates.one-line";
        }

        var plain = Plain(text);
        if (MobileNumber().IsMatch(plain) || Words().Split(plain).Any(word => Address().IsMatch(word) && !IsOwn(word)))
        {
            return "templates.address";
        }

        var blanks = Blanks(text);
        return blanks is null || !blanks.IsSubsetOf(Blanks(Default(name))!) ? "templates.blanks" : null;
    }

    /// <summary>Keeps the sentences; an empty one gives the product's back. Each change is written down.</summary>
    public async Task SaveAsync(IReadOnlyDictionary<string, string> texts, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        foreach (var (name, text) in texts)
        {
            var stored = await db.OwnWordings.FirstOrDefaultAsync(w => w.Name == name, token);
            var before = stored?.Text ?? Default(name);
            var after = text.Length == 0 ? Default(name) : text;
            if (before == after)
            {
                continue;
            }

            Keep(db, stored, name, after);
            await db.SaveChangesAsync(token);
            await audit.WriteAsync(db, actor, "notice-text.changed", name, $"{before} → {after}", token);
        }

        await transaction.CommitAsync(token);
        await ReadAsync(db, token);
    }

    private void Keep(HubDbContext db, OwnWording? stored, string name, string text)
    {
        if (stored is null)
        {
            db.OwnWordings.Add(new OwnWording { Name = name, Text = text });
        }
        else if (text == Default(name))
        {
            db.OwnWordings.Remove(stored);
        }
        else
        {
            stored.Text = text;
        }
    }

    /// <summary>What was saved under other rules, or beside the page, is held to those of now: the product's sentence leaves in its place.</summary>
    private async Task ReadAsync(HubDbContext db, CancellationToken token)
    {
        var stored = await db.OwnWordings.AsNoTracking().ToListAsync(token);
        var faulty = stored.Where(w => FaultOf(w.Name, w.Text) is not null).ToList();
        foreach (var wording in faulty.Where(w => refused.GetValueOrDefault(w.Name) != w.Text))
        {
            refused[wording.Name] = wording.Text;
            LogRefused(wording.Name);
        }

        own = stored.Except(faulty).ToDictionary(w => w.Name, w => w.Text, StringComparer.Ordinal);
        readAt = clock.GetUtcNow();
    }

    /// <summary>As programs of mail read it: signs without width and dots of other scripts hide an address from people alone.</summary>
    private static string Plain(string text) => string.Concat(text.Where(static c => char.GetUnicodeCategory(c) != UnicodeCategory.Format).Select(static c => c switch
    {
        '\u3002' or '\uFF61' or '\u2024' or '\uFE52' => '.',
        '\uFE6B' => '@',
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        _ => c,
    }));

    /// <summary>A page of the hub, a mail address at its host, or one that it sends from; what follows the host shows no other. A person's degree only looks like one.</summary>
    private bool IsOwn(string word)
    {
        var hub = options.PublicAddress;
        var address = word.TrimEnd('.', ':', '!', '?', '*', '_');
        if (Degree().IsMatch(address))
        {
            return true;
        }

        if (Mailbox().Match(address) is { Success: true } mailbox)
        {
            return new[] { options.Mail?.From, options.SecondMail?.From }.Contains(address, StringComparer.OrdinalIgnoreCase)
                || string.Equals(mailbox.Groups["host"].Value, hub.Host, StringComparison.OrdinalIgnoreCase);
        }

        var start = $"{hub.Scheme}://{hub.Authority}";
        var whole = address.Contains("://", StringComparison.Ordinal) ? address : $"{hub.Scheme}://{address}";
        return whole.StartsWith(start, StringComparison.OrdinalIgnoreCase) && whole[start.Length..] is var rest && (rest.Length == 0 || rest[0] == '/') && !Address().IsMatch(rest);
    }

    /// <summary>The numbers of its blanks; null when a brace is not part of one.</summary>
    private static HashSet<string>? Blanks(string text)
    {
        var rest = Blank().Replace(text, "");
        return rest.Contains('{', StringComparison.Ordinal) || rest.Contains('}', StringComparison.Ordinal) ? null : [.. Blank().Matches(text).Select(m => m.Value)];
    }

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@"[\s<>()\[\]""'`|,;]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    /// <summary>What programs of mail make a link of: a scheme, a mail address, names or numbers with dots between.</summary>
    [GeneratedRegex(@"://|@|\\\\|[\p{L}\p{M}\p{N}\p{Cs}\-}]\.[\p{L}\p{M}\p{Cs}]{2,}|[0-9]{1,3}(\.[0-9]{1,3}){3}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    /// <summary>How Indonesian mobile and WhatsApp numbers are written, however they are parted; no hour of an office and no date.</summary>
    [GeneratedRegex(@"(?<![0-9])(0|\+?62)[\s.()\-]*8[\s.()\-]*[1-9]([\s.()\-]*[0-9]){7}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MobileNumber();

    private const string Degrees = "Ag|AP|Ak|Ars|Farm|Gz|Hum|Hut|IP|Keb|Kep|Kes|Kn|Kom|Md|Pd|Psi|Pt|Sc|Si|Sn|Sos|ST|STP|Th|Tr";

    [GeneratedRegex($@"^[AMS]\.({Degrees})(\.({Degrees}))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Degree();

    [LoggerMessage(133, LogLevel.Warning, "The office's own wording {Name} has an address that is not the hub's, or cannot be filled in: the product's sentence is used (Settings, Wording of notices)")]
    private partial void LogRefused(string name);

    [GeneratedRegex(@"^[A-Za-z0-9._+\-]+@(?<host>[A-Za-z0-9.\-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mailbox();
}
