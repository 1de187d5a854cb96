using System.Globalization;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Mocks.Lapor;
using Hub.Mocks.Mail;
using MimeKit;

namespace Hub.Mocks.Demo.Year;

/// <summary>What came to the fakes in the year before the start: the project's own example texts, each once, on the same days after every restart.</summary>
internal sealed class YearItems
{
    /// <summary>Numbers of reports that neither the scene nor a tester uses.</summary>
    private const long FirstReport = 8_000_000;

    private readonly YearPlan plan;
    private readonly YearDays days;
    private readonly List<YearItem> items;

    public YearItems(YearPlan plan, ServiceCatalogue catalogue, YearDays days)
    {
        (this.plan, this.days) = (plan, days);
        var dice = new Random(1);
        var texts = RoutingExample.Embedded(catalogue).Where(IsPlain).ToLookup(e => catalogue.FindService(e.Service)!.Bureau, StringComparer.Ordinal);
        items = [.. plan.Bureaus.SelectMany(b => Of(b.Key, b.Value.Items, texts[b.Key], catalogue, dice)).OrderBy(i => i.At)];
    }

    /// <summary>In order of time.</summary>
    public IReadOnlyList<YearItem> All => items;

    /// <summary>Whose it is, by its title; for the person in triage.</summary>
    public IReadOnlyDictionary<string, string> Holders => field ??= items.DistinctBy(i => i.Title).ToDictionary(i => i.Title, i => i.Bureau, StringComparer.Ordinal);

    /// <summary>Puts the reports into LAPOR!, which shows each from its time on.</summary>
    public void Fill(LaporFake lapor)
    {
        foreach (var (item, number) in items.Select((item, number) => (item, number)).Where(i => i.item.Inbox is null))
        {
            lapor.Keep(FirstReport + number, item.Title, item.Body, item.At);
        }
    }

    /// <summary>Delivers the mails of a time.</summary>
    /// <returns>The inboxes that got one.</returns>
    public IReadOnlySet<string> Deliver(PostOffice office, DateTimeOffset after, DateTimeOffset until)
    {
        var inboxes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, number) in items.Select((item, number) => (item, number)).Where(i => i.item.Inbox is not null && i.item.At > after && i.item.At <= until))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"tahun-{number}");
            using var message = new MimeMessage { Subject = item.Title, Date = item.At, MessageId = $"{key}@surat.contoh.id", Body = new MimeKit.TextPart("plain") { Text = item.Body } };
            message.From.Add(MailboxAddress.Parse(item.Sender));
            message.To.Add(MailboxAddress.Parse(item.Inbox!));
            using var raw = new MemoryStream();
            message.WriteTo(raw);
            office.Deliver(((MailboxAddress)message.From[0]).Address, [item.Inbox!], raw.ToArray(), item.At, key);
            inboxes.Add(item.Inbox!);
        }

        return inboxes;
    }

    /// <summary>Whether LAPOR! shows something new in a time.</summary>
    public bool Reports(DateTimeOffset after, DateTimeOffset until) => items.Exists(i => i.Inbox is null && i.At > after && i.At <= until);

    private static bool IsPlain(RoutingExample example) =>
        example is { Service: not null, NotOurs: null, Flag: null } && example.Text.Split(" | ", 2) is [{ Length: >= 15 and <= 80 }, { Length: >= 60 and <= 700 }];

    private IEnumerable<YearItem> Of(string bureau, int count, IEnumerable<RoutingExample> texts, ServiceCatalogue catalogue, Random dice)
    {
        var inboxes = HubSettings.Inboxes(catalogue.FindBureau(bureau)!).ToList();
        var chosen = texts.Select(t => t.Text.Split(" | ", 2)).DistinctBy(t => t[0], StringComparer.Ordinal).OrderBy(_ => dice.Next()).Take(count);
        foreach (var text in chosen.ToList())
        {
            var at = Moment(dice);
            var byLapor = inboxes.Count == 0 || dice.NextDouble() < plan.LaporShare;
            var sender = plan.Senders[dice.Next(plan.Senders.Count)];
            yield return new YearItem(bureau, byLapor ? null : inboxes[dice.Next(inboxes.Count)], text[0], text[1], sender, at);
        }
    }

    /// <summary>In the first hour of a played day before the scene of the fakes, which brings enough by itself.</summary>
    private DateTimeOffset Moment(Random dice)
    {
        var moments = days.Moments.Where(m => m < days.SceneAt).ToList();
        return moments[dice.Next(moments.Count)].AddMinutes(-5 - dice.Next(80));
    }
}

/// <summary>One matter that came.</summary>
/// <param name="Inbox">Where the mail went; null: a report in LAPOR!.</param>
internal sealed record YearItem(string Bureau, string? Inbox, string Title, string Body, string Sender, DateTimeOffset At);
