using System.Text;
using System.Text.Json;
using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>What a sender writes and only a store refuses (a sign cut in half, a text too long for an index), or a reader stumbles over (a word without end), makes a ticket in both stores.</summary>
[Collection(OnPostgres.Name)]
public sealed class StoreEdgeTests(PostgresServer postgres)
{
    private const string Half = "+2D0-";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task No_item_is_stopped_by_what_only_its_store_refuses(StoreKind store)
    {
        await using var hub = await StartAsync(store);

        await hub.ArriveAsync("sihab", "1", "application/json", Item("1", Noise(6000), "x"), Now);
        await hub.ArriveAsync("sihab", "2", "application/json", Item("2", "catatan_lain", new string('a', 199) + "😀😀"), Now);
        await hub.ArriveAsync("sihab", "3", "application/json", Item("3", "pemohon", new Dictionary<string, string> { ["nama"] = Noise(5000), ["email"] = Noise(4000) + "@warga.contoh" }), Now);
        await hub.ArriveAsync("email-kesra", "id", "message/rfc822", Letter("Jalan rusak", Noise(5000)), Now);
        await hub.ArriveAsync("email-kesra", "half", "message/rfc822", Letter($"=?utf-7?Q?Jalan_{Half}_rusak?=", "half"), Now);
        await hub.ArriveAsync("email-kesra", "word", "message/rfc822", Letter("Undangan", "word", $"Nomor : 005/12/K\r\nHal : Undangan\r\nDari : {new string('d', 300)}\r\n\r\nMohon hadir."), Now);
        await hub.ArriveAsync("email-kesra", "text", "message/rfc822", Letter("Jalan", "text", $"Jalan {Half} rusak."), Now);

        await using var db = hub.Database.Open();
        (await db.Envelopes.Where(e => e.Status != EnvelopeStatus.Done).Select(e => $"{e.ExternalId}: {e.Cause}").ToListAsync(Token)).ShouldBeEmpty();
        (await db.Tickets.CountAsync(t => !t.IsStub, Token)).ShouldBe(7);
    }

    private async Task<HubFixture> StartAsync(StoreKind store)
    {
        var settings = await TestStore.SettingsAsync(store, postgres);
        foreach (var (key, value) in Scenes.Sihab(address: "http://127.0.0.1:9").Concat(HubFixture.Mailbox("email-kesra", "kesra@setda.contoh")))
        {
            settings[key] = value;
        }

        return await HubFixture.StartAsync(settings);
    }

    /// <summary>No store can pack it small.</summary>
    private static string Noise(int length)
    {
        var random = new Random(7);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1)));
    }

    private static byte[] Item(string number, string field, object value) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object> { ["nomor_registrasi"] = number, ["judul"] = "Bantuan alat", ["status"] = "Diajukan", ["tanggal_masuk"] = "2026-11-19 09:00:00", [field] = value });

    private static byte[] Letter(string subject, string id, string text = "Jalan di depan kantor rusak.") => Encoding.ASCII.GetBytes(
        $"From: Budi <budi@warga.contoh>\r\nTo: kesra@setda.contoh\r\nSubject: {subject}\r\nMessage-ID: <{id}@kirim.contoh>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n{text}\r\n");
}
