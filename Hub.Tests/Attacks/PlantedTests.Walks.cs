using Hub.Host.Mailing.Notices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <content>Where the walks go, and what each finds out of its place.</content>
public sealed partial class PlantedTests
{
    private async Task WipeAsync()
    {
        await using var db = hub.Database.Open();
        await db.WipeAsync(Token);
    }

    private async Task<List<string>> OnPagesAsync()
    {
        var faults = new List<string>();
        foreach (var (role, visitor) in visitors)
        {
            foreach (var page in await PagesAsync())
            {
                var text = await TextAsync(visitor, page);
                foreach (var (planted, number) in numbers)
                {
                    var own = page == $"/tickets/{number}";
                    var reads = planted.IsSecret ? own && Readers[role].Secret : Readers[role].Anonymous;
                    faults.AddRange(planted.Who.Where(text.Contains).Select(mark => $"{role} {page}: {mark}"));
                    faults.AddRange(reads ? [] : planted.Words.Where(text.Contains).Select(mark => $"{role} {page}: {mark}"));
                    if (own && reads && !text.Contains(planted.Body))
                    {
                        faults.Add($"{role} {page}: {planted.Body} is missing");
                    }
                }
            }
        }

        return faults;
    }

    private async Task<List<string>> BySearchAsync()
    {
        var faults = new List<string>();
        foreach (var (role, visitor) in visitors)
        {
            foreach (var (planted, number) in numbers)
            {
                foreach (var mark in planted.IsSecret ? [.. planted.Who, .. planted.Words] : planted.Who)
                {
                    var found = await TextAsync(visitor, $"/tickets?q={Uri.EscapeDataString(mark)}");
                    faults.AddRange(found.Contains(number) ? [$"{role} finds {number} by {mark}"] : Array.Empty<string>());
                }
            }
        }

        return faults;
    }

    private async Task<List<string>> InMailsAsync()
    {
        await using var db = hub.Database.Open();
        var composer = hub.Get<NoticeComposer>();
        var faults = new List<string>();
        var rows = await db.Outbox.AsNoTracking().Where(m => m.TicketId != null).ToListAsync(Token);
        foreach (var row in rows)
        {
            if ((await composer.ComposeAsync(db, row, Token)).Mail is not { } mail)
            {
                continue;
            }

            var text = $"{mail.Subject}\n{mail.Text}\n{mail.Html}";
            foreach (var planted in All)
            {
                faults.AddRange((planted.IsSecret ? [.. planted.Who, .. planted.Words] : planted.Who).Where(text.Contains).Select(mark => $"{row.Purpose} to {row.Bureau}: {mark}"));
            }
        }

        rows.ShouldNotBeEmpty();
        return faults;
    }
}
