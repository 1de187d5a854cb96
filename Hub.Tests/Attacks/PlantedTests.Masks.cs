using System.Text.Json;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

public sealed partial class PlantedTests
{
    /// <summary>The walk is no use if it finds nothing: each mask is taken away, as the store or the composer would be without it, and every walk that goes past it finds what lies open.</summary>
    [Theory]
    [InlineData("texts", "pages search store")]
    [InlineData("history", "pages store")]
    [InlineData("files", "pages store")]
    [InlineData("organisation", "pages search store")]
    [InlineData("door", "pages")]
    [InlineData("mails", "mails")]
    public async Task A_mask_that_is_taken_away_is_found(string mask, string walks)
    {
        await TakeAwayAsync(mask);
        await WipeAsync();

        foreach (var walk in walks.Split(' '))
        {
            (walk switch
            {
                "pages" => await OnPagesAsync(),
                "search" => await BySearchAsync(),
                "mails" => await InMailsAsync(),
                _ => await OnDiskAsync(),
            }).ShouldContain(fault => All.Any(planted => planted.Who.Any(fault.Contains)), $"{mask}: {walk}");
        }
    }

    private async Task TakeAwayAsync(string mask)
    {
        var seal = hub.Get<TicketSeal>();
        await using var db = hub.Database.Open();
        foreach (var ticket in await db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Attachments).ToListAsync(Token))
        {
            var whole = seal.Whole(ticket);
            switch (mask)
            {
                case "texts":
                    await db.Database.ExecuteSqlAsync($"UPDATE tickets SET title = {whole.Title}, body = {whole.Body} WHERE id = {ticket.Id}", Token);
                    break;
                case "organisation":
                    await db.Database.ExecuteSqlAsync($"UPDATE tickets SET organisation = {whole.Organisation} WHERE id = {ticket.Id}", Token);
                    break;
                case "history":
                    foreach (var happened in ticket.Events)
                    {
                        var text = seal.Open<Layers<EventTexts>>(ticket, happened.Sealed)?.Whole.Text ?? happened.Text;
                        await db.Database.ExecuteSqlAsync($"UPDATE ticket_events SET text = {text} WHERE id = {happened.Id}", Token);
                    }

                    break;
                case "files":
                    foreach (var file in ticket.Attachments)
                    {
                        await db.Database.ExecuteSqlAsync($"UPDATE ticket_attachments SET name = {seal.Whole(ticket, file).Name} WHERE id = {file.Id}", Token);
                    }

                    break;
                case "door":
                    var open = hub.Get<TicketKeys>().Seal(ticket.Key, JsonSerializer.SerializeToUtf8Bytes(new Layers<TicketTexts>(whole, whole), JsonSerializerOptions.Web));
                    await db.Database.ExecuteSqlAsync($"UPDATE tickets SET sealed = {open} WHERE id = {ticket.Id}", Token);
                    break;
                default:
                    await db.Database.ExecuteSqlAsync($"UPDATE tickets SET title = {whole.Title} WHERE id = {ticket.Id}", Token);
                    await db.Database.ExecuteSqlAsync($"DELETE FROM reporters WHERE ticket_id = {ticket.Id}", Token);
                    break;
            }
        }
    }
}
