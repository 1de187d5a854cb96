using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.Work.Tickets;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Pages;

public sealed partial class PublicRoomsTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Fact]
    public async Task A_reporter_follows_a_ticket_by_number_and_code_and_sees_nothing_personal()
    {
        var ticket = await rooms.AddTicketAsync("Keluhan Ibu Sari di Jalan Mawar", body: "Isi pribadi");
        var code = ((TrackingCode)rooms.Services.GetService(typeof(TrackingCode))!).Of(ticket.Number);

        var page = await TrackAsync(ticket.Number.ToLowerInvariant(), code[..4] + "-" + code[4..]);

        page.ShouldContain("Diteruskan");
        page.ShouldContain("Biro Kesejahteraan Rakyat");
        page.ShouldNotContain("Ibu Sari");
        page.ShouldNotContain("Isi pribadi");
    }

    [Fact]
    public async Task Number_and_code_are_read_as_people_type_them()
    {
        var ticket = await rooms.AddTicketAsync("Diketik begitu saja");
        var code = ((TrackingCode)rooms.Services.GetService(typeof(TrackingCode))!).Of(ticket.Number);

        (await TrackAsync($"ku 2026 {int.Parse(ticket.Number.Split('-')[^1])}", $"{code[..4]} {code[4..]}".ToLowerInvariant())).ShouldContain($"<h2>{ticket.Number}</h2>");
    }

    [Fact]
    public async Task A_wrong_code_and_a_wrong_number_get_the_same_answer()
    {
        var ticket = await rooms.AddTicketAsync("Salah kode");

        (await TrackAsync(ticket.Number, "ABCDEFGH")).ShouldContain("tidak cocok");
        (await TrackAsync("KU-2026-999999", "ABCDEFGH")).ShouldContain("tidak cocok");
    }

    [Fact]
    public async Task Small_numbers_are_not_told()
    {
        await rooms.AddTicketAsync("Satu saja", bureau: "adpim");
        ((FakeTimeProvider)rooms.Clock).Advance(TimeSpan.FromMinutes(11)); // Whoever counted before the ticket came is forgotten.

        WebUtility.HtmlDecode(await AsNobodyAsync("/statistics")).ShouldContain("< 5");
        PublicStatistics.Tell(4).ShouldBeNull();
        PublicStatistics.Tell(5).ShouldBe(5);
        PublicStatistics.Tell(0).ShouldBe(0);
    }

    /// <summary>Whoever asks for them a thousand times costs one count.</summary>
    [Fact]
    public async Task The_public_figures_are_counted_once_for_everybody()
    {
        var statistics = (PublicStatistics)rooms.Services.GetService(typeof(PublicStatistics))!;
        var first = await statistics.ReadAsync(TestContext.Current.CancellationToken);
        await rooms.AddTicketAsync("Sesudah dihitung", bureau: "hukum");

        (await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => statistics.ReadAsync(TestContext.Current.CancellationToken)))).ShouldAllBe(figures => ReferenceEquals(figures, first));
    }

    [Fact]
    public async Task Who_answered_a_question_sees_that_it_arrived()
    {
        var codes = (TrackingCode)rooms.Services.GetService(typeof(TrackingCode))!;
        var asked = await rooms.AddTicketAsync("Bukti kepemilikan", then: t => t.AskReporter("siti", "Mohon kirim KTP.", RoomsFixture.Now.AddHours(-2)));
        var answered = await rooms.AddTicketAsync("Bukti menyusul", then: t =>
        {
            t.AskReporter("siti", "Mohon kirim KTP.", RoomsFixture.Now.AddHours(-2));
            t.HearReporter("KTP terlampir.", RoomsFixture.Now.AddHours(-1));
        });

        (await TrackAsync(asked.Number, codes.Of(asked.Number))).ShouldSatisfyAllConditions(
            page => page.ShouldContain("Kami meminta data dari Anda"), page => page.ShouldContain("Kami menunggu data dari Anda"));
        (await TrackAsync(answered.Number, codes.Of(answered.Number))).ShouldSatisfyAllConditions(
            page => page.ShouldContain("Anda menulis kepada kami"), page => page.ShouldContain("sudah kami terima dan sedang kami periksa"), page => page.ShouldNotContain("Kami menunggu data dari Anda"));
    }

    private async Task<string> AsNobodyAsync(string path)
    {
        rooms.As = CurrentUser.Nobody;
        try
        {
            return await rooms.GetAsync(path);
        }
        finally
        {
            rooms.As = RoomsFixture.Verifier;
        }
    }

    private async Task<string> TrackAsync(string number, string code)
    {
        rooms.As = CurrentUser.Nobody;
        try
        {
            using var client = rooms.Client();
            var token = Token().Match(await client.GetStringAsync("/track")).Groups["token"].Value;
            var answer = await client.PostAsync("/track", new FormUrlEncodedContent([new("_handler", "track"), new("__RequestVerificationToken", token), new("number", number), new("code", code)]));
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
        finally
        {
            rooms.As = RoomsFixture.Verifier;
        }
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Token();
}
