using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>Reports of LAPOR! SP4N over REST: lists what changed, fetches each with its log and follow-ups, answers back.</summary>
public sealed class LaporConnector : IConnector, IReplies, IDisposable, IProposes, ITellsHoldings
{
    private const int FailuresThatMeanOutage = 3;
    private const int MostFollowUpPages = 100;

    private readonly SourceContext context;
    private readonly LaporOptions options;
    private readonly HttpClient client;
    private readonly ILaporApi api;
    private readonly LaporReader reader;
    private readonly LaporReplies replies;
    private readonly ItemBounds bounds;
    private (string Cursor, LaporRun Run)? open;

    public LaporConnector(SourceContext context, LaporOptions options)
    {
        this.context = context;
        this.options = options;
        client = Wire.Client(context, options.Address!, options);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.TryAddWithoutValidation(options.AccessHeader, $"Bearer {options.AccessKey}");
        client.DefaultRequestHeaders.TryAddWithoutValidation("token", options.Token);
        api = Wire.Api<ILaporApi>(client);
        reader = new LaporReader(options);
        bounds = new ItemBounds(options.LargestItemKb);
        replies = new LaporReplies(api, options);
    }

    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        var run = open is { } kept && kept.Cursor == cursor ? kept.Run : await OpenAsync(cursor, token);
        open = null;
        var (envelopes, warnings) = await PortionAsync(run, token);
        var next = (run.HasMore ? run.Position : run.End(context.Clock.GetUtcNow())).ToString();
        if (run.HasMore)
        {
            open = (next, run);
        }

        return new Batch
        {
            Envelopes = envelopes,
            Cursor = next,
            More = run.HasMore,
            TotalAtSource = run.HasMore ? null : await TotalAsync(token),
            Warnings = [.. run.TakeWarnings(), .. warnings],
        };
    }

    public Task<Holdings> HoldingsAsync(CancellationToken token) => LaporListing.BackwardsAsync(api, options, token);

    public Submission Read(Envelope envelope) => reader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => LaporWords.Propose(field, value);

    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        try
        {
            var institutions = (await api.InstitutionsAsync(1000, token)).Field("results").Field("data");
            var ours = institutions.Items().FirstOrDefault(i => i.Id("id") == options.InstitutionId);
            if (ours.ValueKind != JsonValueKind.Object)
            {
                return new Probe(false, Said.Of<LaporTexts>("NoInstitution", options.InstitutionId));
            }

            if (options.FirstResponseTemplate.Length > 0 && !await HasTemplateAsync(token))
            {
                return new Probe(false, Said.Of<LaporTexts>("NoTemplate", options.FirstResponseTemplate));
            }

            var total = await TotalAsync(token);
            return new Probe(true, total is null ? Said.Of<LaporTexts>("Open", ours.Line("name")) : Said.Of<LaporTexts>("OpenWithTotal", ours.Line("name"), total));
        }
        catch (ConnectorFailure e)
        {
            return new Probe(false, e.Said);
        }
    }

    public Task<Said> ReplyAsync(Reply reply, CancellationToken token) => replies.SendAsync(reply, token);

    public void Dispose() => client.Dispose();

    private async Task<LaporRun> OpenAsync(string? cursor, CancellationToken token)
    {
        var position = LaporCursor.Parse(cursor);
        var listing = new LaporListing(api, options);
        await listing.ReadAsync(position.Since - TimeSpan.FromMinutes(options.OverlapMinutes), token);
        return new LaporRun(position, listing);
    }

    private async Task<(List<Envelope> Envelopes, List<Said> Warnings)> PortionAsync(LaporRun run, CancellationToken token)
    {
        var envelopes = new List<Envelope>();
        var warnings = new List<Said>();
        var failedInARow = new List<ConnectorFailure>();
        for (var count = 0; count < options.BatchSize && run.HasMore; count++)
        {
            var row = run.Next;
            try
            {
                envelopes.Add(await TakeAsync(row, warnings, token));
                run.Taken(row);
                failedInARow.Clear();
            }
            catch (ConnectorFailure e) when (e.Kind == FailureKind.Transient)
            {
                // The list came through, so one report that does not is its own trouble; several in a row are the source's.
                if (!run.FailedBefore(row))
                {
                    failedInARow.Add(e);
                }

                if (failedInARow.Count == FailuresThatMeanOutage)
                {
                    throw;
                }

                warnings.Add(Said.Of<LaporTexts>("Postponed", row.Id, e.Said));
                run.Postponed(row);
            }
        }

        return (envelopes, warnings);
    }

    private async Task<Envelope> TakeAsync(LaporRow row, List<Said> warnings, CancellationToken token)
    {
        if (!row.IsNumbered)
        {
            return Wrap(row.Name, LaporRaw.Unreadable(row.Json, Said.Of<LaporTexts>(row.Json.IsReadable() ? "ListedWithoutId" : "NotReadable")));
        }

        var id = row.Name;
        try
        {
            var complaint = (await api.ComplaintAsync(row.Id, token)).Field("results");
            if (ItemBounds.Refused(bounds.Of(complaint)) is { } tooLarge)
            {
                return Wrap(id, LaporRaw.Unreadable(row.Json, tooLarge));
            }

            if (!complaint.IsReadable())
            {
                return Wrap(id, LaporRaw.Unreadable(complaint, Said.Of<LaporTexts>("NotReadable")));
            }

            if (complaint.Field("data").ValueKind != JsonValueKind.Object)
            {
                return Wrap(id, LaporRaw.Unreadable(row.Json, Said.Of<LaporTexts>("DetailWithoutData", id)));
            }

            return Wrap(id, LaporRaw.Complete(complaint, await FollowUpsAsync(row.Id, warnings, token)), reader.ReceivedAt(complaint)) with { ChangedAt = row.Changed > DateTimeOffset.MinValue ? row.Changed : null };
        }
        catch (ConnectorFailure e) when (e.Kind is FailureKind.Refused or FailureKind.Malformed)
        {
            return Wrap(id, LaporRaw.Unreadable(row.Json, Said.Of<LaporTexts>("DetailNotTaken", id, e.Said)));
        }
    }

    private async Task<IReadOnlyList<JsonElement>> FollowUpsAsync(long id, List<Said> warnings, CancellationToken token)
    {
        var (rows, known) = (new List<JsonElement>(), new HashSet<string>(StringComparer.Ordinal));
        var (bytes, values) = (0L, 0);
        for (var page = 1; page <= MostFollowUpPages; page++)
        {
            var results = (await api.FollowUpsAsync(id, page, token)).Field("results");
            foreach (var row in results.Field("data").Items())
            {
                bytes += JsonMarshal.GetRawUtf8Value(row).Length;
                values += JsonSlices.Values(JsonMarshal.GetRawUtf8Value(row));
                if (bounds.Refused(bytes, values) is { } tooLarge)
                {
                    throw new ConnectorFailure(FailureKind.Malformed, tooLarge);
                }
            }

            var data = results.Field("data").Items().ToArray();
            var isRepeat = page > 1 && data.Length > 0 && data.All(d => known.Contains(d.GetRawText()));
            if (isRepeat)
            {
                warnings.Add(Said.Of<LaporTexts>("FollowUpsRepeated", id, page));
                break;
            }

            rows.AddRange(data.Select(static d => d.Clone()));
            known.UnionWith(data.Select(static d => d.GetRawText()));
            if (string.IsNullOrEmpty(results.Raw("next_page_url")))
            {
                break;
            }
        }

        return rows;
    }

    private Envelope Wrap(string id, byte[] raw, DateTimeOffset? receivedAt = null) => new()
    {
        Key = new EnvelopeKey(context.Source, id, Fingerprint.Of(raw)),
        MediaType = "application/json",
        Raw = raw,
        ReceivedAt = receivedAt ?? context.Clock.GetUtcNow(),
    };

    private async Task<int?> TotalAsync(CancellationToken token) =>
        (int?)(await api.ListAsync(1, 1, null, token)).Field("results").Id("total");

    private async Task<bool> HasTemplateAsync(CancellationToken token) =>
        (await api.TemplatesAsync(1000, token)).Field("results").Field("data").Items()
            .Any(t => t.Raw("template_code") == options.FirstResponseTemplate);
}
