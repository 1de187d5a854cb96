using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Files;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Everything about one ticket for the Ombudsman or a court: a paper to read, the data, the originals, who did what, and a hash of each file.</summary>
/// <remarks>Without the identity, originals stay out and every text passes the leak gate: an original names its writer.</remarks>
public sealed class HandoverFile(TicketReading reading, TicketQueries tickets, LawInForce law, ServiceCatalogue catalogue, OfficeRegister offices, WalkText walks, Words say)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="into">Gets a ZIP archive; need not seek.</param>
    /// <param name="opened">The ticket, with everything that belongs to it.</param>
    /// <param name="about">What the hub knows of the reporter, for the leak gate.</param>
    /// <param name="named">True puts the identity and the originals in.</param>
    public async Task WriteAsync(Stream into, OpenedTicket opened, Reporter about, bool named, DateTimeOffset now, CancellationToken token)
    {
        string Clean(string? text) => text is null ? "" : named ? text : LeakGate.Mask(text, about);
        var hashes = new StringBuilder();
        await using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        Task AddAsync(string name, byte[] content) => AddOpenAsync(name, RawStream.Over(content));

        // Memory holds a part of a large one.
        async Task AddOpenAsync(string name, Stream content)
        {
            await using (content)
            await using (var entry = await zip.CreateEntry(name, CompressionLevel.Optimal).OpenAsync(token))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var part = new byte[PieceStream.Size];
                while (await content.ReadAsync(part, token) is > 0 and var read)
                {
                    hash.AppendData(part, 0, read);
                    await entry.WriteAsync(part.AsMemory(0, read), token);
                }

                hashes.Append(Convert.ToHexStringLower(hash.GetHashAndReset())).Append("  ").Append(name).Append('\n');
            }
        }

        await AddAsync("ringkasan.pdf", Paper(opened, Clean, now));
        await AddAsync("tiket.json", JsonSerializer.SerializeToUtf8Bytes(Data(opened, Clean, named), Readable));
        await AddAsync("riwayat.csv", await HistoryAsync(opened, Clean, token));
        await AddAsync("jejak-audit.csv", await TrailAsync(opened.Ticket.Number, token));
        var held = new StringBuilder();
        if (named)
        {
            await AddAsync("pelapor.json", JsonSerializer.SerializeToUtf8Bytes(about, Readable));
            await AddOriginalsAsync(opened, AddOpenAsync, held, token);
        }

        await AddFilesAsync(opened, named ? null : about, AddOpenAsync, held, token);
        if (held.Length > 0)
        {
            await AddAsync("lampiran/TIDAK-DISERTAKAN.txt", Encoding.UTF8.GetBytes($"{say["handover.held"]}\n{held}"));
        }

        await using var list = await zip.CreateEntry("SHA256SUMS", CompressionLevel.Optimal).OpenAsync(token);
        await list.WriteAsync(Encoding.UTF8.GetBytes(hashes.ToString()), token);
    }

    private async Task AddOriginalsAsync(OpenedTicket opened, Func<string, Stream, Task> add, StringBuilder held, CancellationToken token)
    {
        foreach (var version in opened.Versions)
        {
            if (await reading.RawAsync(opened.Ticket, version.Id, token) is not var (mediaType, raw, barred))
            {
                continue;
            }

            var name = $"{version.Id}{FileNames.Extension(mediaType)}";
            if (barred is null)
            {
                await add($"asli/{name}", raw);
            }
            else
            {
                held.Append(name).Append(": ").Append(barred).Append('\n');
            }
        }
    }

    /// <param name="hidden">Null takes the files as they came; else only what was made safe and does not name that person goes along.</param>
    /// <param name="held">Gets a line for each file that does not.</param>
    private async Task AddFilesAsync(OpenedTicket opened, Reporter? hidden, Func<string, Stream, Task> add, StringBuilder held, CancellationToken token)
    {
        foreach (var (file, index) in opened.Ticket.Attachments.Select((f, i) => (f, i + 1)))
        {
            if (file.ContentHash is null || await reading.ContentAsync(file, token) is not { } kept)
            {
                continue;
            }

            var known = opened.View.File(file).Name;
            var name = $"{index:00}-{FileNames.SafeName(hidden is null ? known : LeakGate.Mask(known, hidden))}";
            var copy = hidden is null ? null : await CopyAsync(opened.Ticket, file, RawStream.All(kept.Content), hidden, token);
            if (kept.Barred is null && (copy is null ? kept.Content : copy.Content is { } safe ? RawStream.Over(safe) : null) is { } content)
            {
                await add($"lampiran/{name}", content);
            }
            else
            {
                held.Append(name).Append(": ").Append(kept.Barred?.ToString() ?? TicketRefusal.Say($"FileHeld{copy!.Why}")).Append('\n');
            }
        }
    }

    /// <summary>A picture or scan, which nobody could read, goes along where the office sent it, where the verifier released it, and where its reporter asked for no protection.</summary>
    private static async Task<SafeCopy> CopyAsync(Ticket ticket, TicketAttachment file, byte[] content, Reporter hidden, CancellationToken token)
    {
        string Mask(string text) => LeakGate.Mask(text, hidden);
        var copy = await SafeCopy.OfAsync(content, Mask, token, ticket.IsReleased(file.Id) ? null : FileWords.Showing(hidden));
        return copy.Why is HeldFile.Unread && (!ticket.IsProtected || file.SentWith is not null) ? await SafeCopy.OfAsync(content, Mask, token) : copy;
    }

    private byte[] Paper(OpenedTicket opened, Func<string?, string> clean, DateTimeOffset now)
    {
        var (ticket, texts) = (opened.Ticket, opened.View.Texts);
        using var sheet = new PdfSheet();
        sheet.Text(say["pdf.office"], 11);
        sheet.Rule();
        sheet.Heading(say["handover.title", ticket.Number]);
        sheet.Text(clean(texts.Title), 12);
        sheet.Gap(6);
        sheet.Facts(
        [
            (say["col.kind"], say.Kind(ticket.Kind)),
            (say["col.status"], say.Status(ticket.Status)),
            (say["ticket.bureau"], offices.NameOf(ticket.Bureau) ?? say["bureau.none"]),
            (say["ticket.service"], catalogue.FindService(ticket.Service) is { } service ? $"{service.Number}. {service.Name}" : "–"),
            (say["ticket.received"], say.Instant(ticket.ReceivedAt)),
            (say["export.answered"], ticket.FirstResponseAt is { } first ? say.Instant(first) : "–"),
            (say["export.finished"], (ticket.ResolvedAt ?? ticket.ClosedAt) is { } done ? say.Instant(done) : "–"),
        ]);
        sheet.Heading(say["ticket.text"], 11.5);
        sheet.Text(clean(texts.Body));
        sheet.Heading(say["handover.deadlines"], 11.5);
        foreach (var clock in ticket.Clocks.OrderByDescending(c => c.Binding).ThenBy(c => c.LateAt))
        {
            Deadline(sheet, ticket, clock);
        }

        sheet.Heading(say["ticket.timeline"], 11.5);
        foreach (var step in ticket.Events)
        {
            sheet.Text($"{say.Instant(step.At)} · {say["event." + step.Kind]} · {Who(step.Actor)}");
            if (opened.View.Words(step) is { } words && !string.IsNullOrWhiteSpace(words))
            {
                sheet.Text(clean(words), 9, indent: 9);
            }
        }

        sheet.Signature(say["pdf.place", say.ShortDay(Wita.DateOf(now))], say["pdf.signs-organisation"]);
        return sheet.Build();
    }

    private void Deadline(PdfSheet sheet, Ticket ticket, TicketClock clock)
    {
        var state = clock.EndedAt is null ? "" : " · " + say[clock.WasMet switch { true => "clock.met", false => "clock.missed", null => "clock.ended" }];
        sheet.Text($"{say["clock." + clock.Kind]}: {say.Day(clock.DueOn)}{state}");
        if (TicketWalk.StandardOf(ticket, clock, law.Standards) is not { } standard)
        {
            return;
        }

        sheet.Text(standard.Source, 9, indent: 9);
        if (TicketWalk.Of(ticket, clock, standard, law.Calendar) is { } walk)
        {
            foreach (var line in walks.Lines(walk))
            {
                sheet.Text(line, 9, indent: 9);
            }
        }
    }

    private static object Data(OpenedTicket opened, Func<string?, string> clean, bool named) => new
    {
        opened.Ticket.Number,
        opened.Ticket.System,
        ExternalId = named ? opened.Ticket.ExternalId : opened.ExternalId,
        opened.Ticket.Kind,
        opened.Ticket.Status,
        opened.Ticket.Bureau,
        opened.Ticket.Service,
        opened.Ticket.Class,
        Title = clean(opened.View.Texts.Title),
        Body = clean(opened.View.Texts.Body),
        opened.Ticket.Anonymous,
        opened.Ticket.Secret,
        opened.Ticket.ReceivedAt,
        opened.Ticket.OpenedAt,
        opened.Ticket.FirstResponseAt,
        opened.Ticket.ResolvedAt,
        opened.Ticket.ClosedAt,
        opened.Ticket.DueOn,
        Clocks = opened.Ticket.Clocks.Select(c => new { c.Kind, c.Rule, c.StartedAt, c.DueOn, c.LateAt, c.Binding, c.Provisional, c.EndedAt, c.Outcome }),
        Attachments = opened.Ticket.Attachments.Select(a => new { Name = clean(opened.View.File(a).Name), a.MediaType, a.Size, a.ContentHash }),
    };

    private Task<byte[]> HistoryAsync(OpenedTicket opened, Func<string?, string> clean, CancellationToken token) => TableAsync(
        [say["handover.at"], say["handover.what"], say["handover.who"], say["ticket.text"]],
        opened.Ticket.Events.Select(e => (IReadOnlyList<object?>)[$"{e.At:O}", say["event." + e.Kind], Who(e.Actor), clean(opened.View.Words(e))]).ToAsyncEnumerable(),
        token);

    private async Task<byte[]> TrailAsync(string number, CancellationToken token)
    {
        await using var db = tickets.Read();
        return await TableAsync(
            [say["handover.at"], say["handover.what"], say["handover.who"], "detail", "hash"],
            db.Audit.AsNoTracking().Where(e => e.Subject == number).OrderBy(e => e.Id).AsAsyncEnumerable().Select(e => (IReadOnlyList<object?>)[$"{e.At:O}", e.Action, e.Actor, e.Detail, e.Hash]),
            token);
    }

    private static async Task<byte[]> TableAsync(IEnumerable<string> head, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        using var table = new MemoryStream();
        await Csv.Semicolon.WriteAsync(table, head, rows, token);
        return table.ToArray();
    }

    private string Who(string actor) => say.Find("actor." + actor) ?? actor;
}
