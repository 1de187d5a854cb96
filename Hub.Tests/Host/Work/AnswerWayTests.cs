using System.Net;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Work;

/// <summary>Nothing is written to a source that takes no word; the page says who has to give the answer there.</summary>
public sealed class AnswerWayTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string ByHand = "Sumber ini tidak menerima jawaban dari hub";

    [Theory]
    [InlineData("lapor", "lapor", true)]
    [InlineData("lapor", "lapor-export", false)]
    [InlineData("spse", "spse-grid", false)]
    [InlineData("e-bang", "e-bang", false)]
    [InlineData("sihab", "sihab", true)]
    public async Task An_answer_goes_back_only_where_it_is_taken(string system, string kind, bool takes)
    {
        var source = "uji-" + kind;
        await using (var db = rooms.Database.Open())
        {
            db.Sources.Add(new Source { Name = source, Kind = kind, Title = kind, Options = "{}", CreatedAt = RoomsFixture.Now, PausedAt = RoomsFixture.Now });
            await db.SaveChangesAsync(Token);
        }

        var ticket = await rooms.AddTicketAsync("Pertanyaan", then: t =>
        {
            typeof(Ticket).GetProperty(nameof(Ticket.System))!.SetValue(t, system);
            typeof(Ticket).GetProperty(nameof(Ticket.Source))!.SetValue(t, source);
        });

        WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}")).Contains(ByHand, StringComparison.Ordinal).ShouldBe(!takes);
        await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", "Sudah kami tindak lanjuti."), ("last", "true"));

        await using var after = rooms.Database.Open();
        (await after.Tickets.SingleAsync(t => t.Id == ticket.Id, Token)).Status.ShouldBe(TicketStatus.Resolved);
        (await after.Outbox.CountAsync(m => m.TicketId == ticket.Id && m.Channel == OutboxChannel.Source, Token)).ShouldBe(takes ? 1 : 0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
