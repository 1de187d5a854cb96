using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Connectors;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;
using Hub.Tests.Browser;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

/// <summary>Passwords, keys and codes typed into any form of any room when the session ends: no table holds them, not even sealed.</summary>
public sealed partial class SecretsNeverKeptTests
{
    private static readonly CurrentUser Nobody = new("", new HashSet<string>(), null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_table_holds_a_secret_that_was_typed_and_not_sent()
    {
        Need.SqliteFile();
        await using var hub = await BusyHub.StartAsync();
        using var client = hub.Rooms.Client();
        var forms = new List<SecretForm>();
        foreach (var path in EveryRoom.Of(hub).Select(r => r.Path).Concat(await AddSourcesAsync(hub)))
        {
            using var answer = await client.GetAsync(path, Token);
            var page = await answer.Content.ReadAsStringAsync(Token);
            foreach (var form in Form().Matches(page).Where(f => Secret().IsMatch(f.Value)))
            {
                forms.Add(new SecretForm(path, form.Value, forms.Count));
            }
        }

        foreach (var form in forms)
        {
            await form.SendAsync(client, "/typed", Token);
        }

        hub.Rooms.As = Nobody;
        foreach (var form in forms)
        {
            await form.SendAsync(client, "/typed", Token);
            await form.SendAsync(client, form.Path, Token);
        }

        var stored = string.Join('\n', await StoredAsync(hub));
        var kept = forms.Where(f => f.IsKept).ToList();
        kept.Count.ShouldBeGreaterThanOrEqualTo(ConnectorCatalog.Shipped.Kinds.Count(HasSecrets));
        kept.Where(f => !stored.Contains(f.Words, StringComparison.Ordinal)).Select(f => f.Path).ShouldBeEmpty("its other words are found, so the secret would be");
        forms.Where(f => stored.Contains(f.Typed, StringComparison.Ordinal)).Select(f => f.Path).ShouldBeEmpty();
    }

    /// <returns>The pages of settings of a source of each kind.</returns>
    private static async Task<IReadOnlyList<string>> AddSourcesAsync(BusyHub hub)
    {
        await using var db = hub.Rooms.Database.Open();
        foreach (var kind in ConnectorCatalog.Shipped.Kinds)
        {
            db.Sources.Add(new Source { Name = $"uji-{kind.Name}", Kind = kind.Name, Title = kind.Name, Options = "{}", CreatedAt = RoomsFixture.Now, PausedAt = RoomsFixture.Now });
        }

        await db.SaveChangesAsync(Token);
        return [.. ConnectorCatalog.Shipped.Kinds.Select(k => $"/sources/uji-{k.Name}/settings")];
    }

    private static bool HasSecrets(ConnectorKind kind) => SourceSettings.SecretsOf(kind.Options).Any();

    /// <summary>Every value of every table as it stands there, and as the hub would open it.</summary>
    private static async Task<IReadOnlyList<string>> StoredAsync(BusyHub hub)
    {
        var keys = hub.Rooms.Services.GetRequiredService<TicketKeys>();
        await using var db = hub.Rooms.Database.Open();
        await db.Database.OpenConnectionAsync(Token);
        var tables = await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync(Token);
        var values = new List<string>();
        foreach (var table in tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync(Token);
            while (await rows.ReadAsync(Token))
            {
                values.AddRange(Row(rows).SelectMany(v => Readings(v, keys, KeyOf(rows))));
            }
        }

        return values;
    }

    private static IEnumerable<object> Row(DbDataReader rows) => Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue);

    private static string? KeyOf(DbDataReader rows) => Enumerable.Range(0, rows.FieldCount).Where(i => rows.GetName(i) == "Key" && !rows.IsDBNull(i)).Select(i => rows.GetValue(i) as string).FirstOrDefault();

    private static IEnumerable<string> Readings(object value, TicketKeys keys, string? key)
    {
        var closed = value as byte[] ?? (value is string text ? Unpacked(text) : []);
        return [value as string ?? Encoding.UTF8.GetString(closed), Encoding.UTF8.GetString(closed), .. new[] { null, key }.Distinct().Select(name => Opened(keys, name, closed)).OfType<string>()];
    }

    private static byte[] Unpacked(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }

    private static string? Opened(TicketKeys keys, string? name, byte[] closed)
    {
        try
        {
            return keys.Open(name, closed) is { } open ? Encoding.UTF8.GetString(open) : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException)
        {
            return null;
        }
    }

    private sealed record SecretForm(string Path, string Html, int Number)
    {
        public bool IsKept => Html.Contains("name=\"writer\"", StringComparison.Ordinal);

        public string Words => $"belum-dikirim-{Number}-kata";

        public string Typed => $"rahasia-{Number}-sekali";

        public async Task SendAsync(HttpClient client, string address, CancellationToken token)
        {
            var secrets = Secret().Matches(Html).Select(s => Name().Match(s.Value).Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
            var fields = FormFields.Of(Html).Select(f => KeyValuePair.Create(f.Name, secrets.Contains(f.Name) ? Typed : f.Name == "writer" || f.Value.Length > 0 ? f.Value : Words));
            var handler = Handler().Match(Html).Groups["name"].Value;
            using var answer = await client.PostAsync(address, new FormUrlEncodedContent([new("_handler", handler), new("__RequestVerificationToken", Visitor.TokenOf(Html) ?? ""), .. fields]), token);
        }
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline, 20000)]
    private static partial Regex Form();

    [GeneratedRegex("<input\\b[^>]*(type=\"password\"|autocomplete=\"one-time-code\")[^>]*>", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Handler();

    [GeneratedRegex(" name=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Name();
}
