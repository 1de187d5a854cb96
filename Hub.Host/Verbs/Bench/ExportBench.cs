using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench export</c>: rows a second of the two exports over HTTP and the most memory the hub held, beside a plain read of the same columns (the floor) in the same run.</summary>
public static class ExportBench
{
    private const string Columns =
        "number, title, anonymous, secret, kind, bureau, service, class, system, status, received_at, due_on, late_at, first_response_at, coalesce(resolved_at, closed_at), rating";

    public static Command Create() => StoreBench.Create("export", BenchTexts.Say("Export"), RunAsync);

    internal static async Task<int> RunAsync(TimeProvider time, BenchStore store, bool json, TextWriter output, CancellationToken token)
    {
        await using var hub = await BenchHub.StartAsync(store, time, token);
        var (from, all, tenth) = await CountsAsync(hub.Database, token);
        await TakeAsync(time, hub.Client, "csv", from, token);
        await TakeAsync(time, hub.Client, "xlsx", from, token);
        var floor = all / await ReadAsync(time, hub.Database, token);
        foreach (var (format, since, rows) in new (string, DateOnly?, int)[] { ("csv", from, tenth), ("csv", null, all), ("xlsx", from, tenth), ("xlsx", null, all) })
        {
            var took = await TakeAsync(time, hub.Client, format, since, token);
            var speed = rows / took.Seconds;
            await output.WriteLineAsync(json
                ? JsonSerializer.Serialize(new { format, rows, seconds = took.Seconds, firstByteMs = took.FirstByte, took.Bytes, rowsPerSecond = speed, floorRowsPerSecond = floor, ratio = floor / speed, beforeMb = took.Before, peakMb = took.Peak }, JsonSerializerOptions.Web)
                : BenchTexts.Say("Exported", format, rows, took.Seconds, speed, floor, floor / speed, took.FirstByte, took.Bytes / 1e6, took.Before, took.Peak));
        }

        return 0;
    }

    /// <summary>All tickets, and a date from which on there is a tenth of them.</summary>
    private static async Task<(DateOnly From, int All, int Tenth)> CountsAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        var all = await db.Tickets.CountAsync(token);
        var at = await db.Tickets.OrderByDescending(t => t.ReceivedAt).Skip(all / 10).Select(t => t.ReceivedAt).FirstAsync(token);
        var from = Domain.Wita.DateOf(at);
        var start = Domain.Wita.StartOf(from).ToUniversalTime();
        return (from, all, await db.Tickets.CountAsync(t => t.ReceivedAt >= start, token));
    }

    private static async Task<double> ReadAsync(TimeProvider time, Database database, CancellationToken token)
    {
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM tickets ORDER BY id";
        var start = time.GetTimestamp();
        await using var reader = await command.ExecuteReaderAsync(token);
        var cells = new object[reader.FieldCount];
        while (await reader.ReadAsync(token))
        {
            reader.GetValues(cells);
        }

        return time.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(double Seconds, double FirstByte, long Bytes, double Before, double Peak)> TakeAsync(
        TimeProvider time, HttpClient client, string format, DateOnly? from, CancellationToken token)
    {
        PeakMemory.Reset();
        var (before, start) = (PeakMemory.Megabytes(), time.GetTimestamp());
        using var answer = await client.GetAsync(new Uri($"/tickets/export.{format}?status=All{(from is { } day ? $"&from={day:yyyy-MM-dd}" : "")}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, token);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(token);
        var (buffer, bytes, first) = (new byte[65_536], 0L, 0.0);
        while (await body.ReadAsync(buffer, token) is > 0 and var read)
        {
            first = bytes == 0 ? time.GetElapsedTime(start).TotalMilliseconds : first;
            bytes += read;
        }

        return (time.GetElapsedTime(start).TotalSeconds, first, bytes, before, PeakMemory.Megabytes());
    }
}
