using System.Text;
using Hub.Host.People.Privacy;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>SIHAB has one field for who applies: a foundation, or for social aid a person. A person is the reporter there, whom erasing forgets.</summary>
public sealed class ApplicantTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Zubaidah Quraisyin", null, "Zubaidah Quraisyin", null)]
    [InlineData("Zubaidah Quraisyin", "Hendrika Solvatir", "Hendrika Solvatir", null)]
    [InlineData("Yayasan Quraisyin", "Hendrika Solvatir", "Hendrika Solvatir", "Yayasan Quraisyin")]
    [InlineData("Kelompok Tani Quraisyin", null, null, "Kelompok Tani Quraisyin")]
    public async Task A_person_who_applies_is_the_reporter_and_is_erased(string applicant, string? responsible, string? name, string? organisation)
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        var raw = $$"""{"id": 7, "nomor_registrasi": "SIHAB/2026/000007", "jenis": "bansos", "judul": "Bantuan untuk {{applicant}}", "pemohon": {"nama": "{{applicant}}"{{(responsible is null ? "" : $", \"penanggung_jawab\": \"{responsible}\"")}}}, "kabupaten": "Bulungan", "status": "Diajukan", "tanggal_masuk": "2026-03-10"}""";
        await hub.ArriveAsync("sihab", "SIHAB/2026/000007", "application/json", Encoding.UTF8.GetBytes(raw), TimeProvider.System.GetUtcNow());

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        var record = await db.Reporters.AsNoTracking().SingleOrDefaultAsync(Token);
        (record is null ? null : hub.Get<ReporterVault>().Unseal(record).Name).ShouldBe(name);
        ticket.Organisation.ShouldBe(organisation);
        if (organisation is not null)
        {
            return;
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(Token))
        {
            (await hub.Get<Erasure>().EraseAsync(db, ticket.Id, Token)).ShouldBeTrue();
            await db.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
        }

        await using var after = hub.Database.Open();
        var left = await after.Tickets.AsNoTracking().SingleAsync(Token);
        (left.Title + left.Body + left.Organisation).ShouldNotContain("Quraisyin");
    }
}
