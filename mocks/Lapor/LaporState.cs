using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Mocks.Bench;

namespace Hub.Mocks.Lapor;

/// <summary>What the fake LAPOR holds: reports dated from the start instant, and what was written since.</summary>
internal sealed class LaporState
{
    private const int FollowUpsOnAPage = 2;
    private const long First = 9_000_000;
    private const string Province = "Pemerintah Provinsi Kalimantan Utara";
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Lock gate = new();
    private readonly FakeOptions options;
    private readonly SortedDictionary<long, Report> reports = [];
    private readonly List<LaporEffect> effects = [];
    private readonly HashSet<long> broken = [];
    private readonly List<LaporItem> kept = [];
    private readonly List<(long Id, Action<Report> Write)> written = [];
    private int uploads = 40;
    private int lastFollowUp;

    public LaporState(FakeOptions options)
    {
        this.options = options;
        Fill();
    }

    public bool LosesConfirmation { get; set; }

    public IReadOnlyList<LaporEffect> Effects
    {
        get
        {
            lock (gate)
            {
                return [.. effects];
            }
        }
    }

    public IReadOnlyList<long> Ids
    {
        get
        {
            lock (gate)
            {
                return [.. Arrived().Select(r => r.Id)];
            }
        }
    }

    /// <summary>What the list shows now.</summary>
    public IReadOnlyList<FakeItem> Shown()
    {
        lock (gate)
        {
            return [.. Arrived().OrderBy(r => r.ChangedAt).Select(r => new FakeItem(r.Id.ToString(CultureInfo.InvariantCulture), r.Data["title"]!.ToString(), r.Data["status_name"]?.ToString()))];
        }
    }

    /// <summary>What testers did is undone; what a hub wrote stays.</summary>
    public void Reset()
    {
        lock (gate)
        {
            var last = lastFollowUp;
            reports.Clear();
            broken.Clear();
            LosesConfirmation = false;
            Fill();
            foreach (var (id, write) in written)
            {
                if (reports.TryGetValue(id, out var report))
                {
                    write(report);
                }
            }

            lastFollowUp = last;
        }
    }

    public JsonNode List(DateTimeOffset since, int page, int size, Fault fault)
    {
        lock (gate)
        {
            var all = fault.Listed(Arrived().Where(r => r.ChangedAt >= since).OrderBy(r => r.ChangedAt).ThenBy(r => r.Id).ToArray());
            var left = fault == Fault.PageLeftOut && page > 1 ? size : 0;
            var rows = new JsonArray([.. all.Skip(((page - 1) * size) + left + (fault == Fault.PageDrift && page > 1 ? 1 : 0)).Take(size).Select(Row)]);
            if (fault == Fault.MalformedItem && rows.Count > 0)
            {
                rows[0]!.AsObject().Remove("id");
            }

            var next = fault == Fault.RepeatedCursor ? page : page * size < all.Length ? page + 1 : (int?)null;
            return Results(new JsonObject
            {
                ["data"] = rows,
                ["total"] = fault.Counted(all.Length),
                ["next_page_url"] = next is int n ? $"https://lapor.tiruan/complaints?page_size={size}&page={n}" : null,
            });
        }
    }

    public JsonNode? Detail(long id, Fault fault)
    {
        lock (gate)
        {
            if (!reports.TryGetValue(id, out var report))
            {
                return null;
            }

            var data = report.Data.DeepClone();
            if (fault == Fault.UnknownStatus)
            {
                data["status_name"] = "Menunggu Telaah Ahli";
            }

            return Results(new JsonObject { ["data"] = data, ["data_logs"] = report.Logs.DeepClone() });
        }
    }

    public JsonNode? FollowUps(long id, int page, Fault fault)
    {
        lock (gate)
        {
            if (!reports.TryGetValue(id, out var report))
            {
                return null;
            }

            var shown = fault == Fault.RepeatedCursor ? 1 : page;
            var rows = report.FollowUps.Skip((shown - 1) * FollowUpsOnAPage).Take(FollowUpsOnAPage).Select(f => f!.DeepClone());
            var hasMore = shown * FollowUpsOnAPage < report.FollowUps.Count || (fault == Fault.RepeatedCursor && report.FollowUps.Count > 0);
            return Results(new JsonObject
            {
                ["data"] = new JsonArray([.. rows]),
                ["next_page_url"] = hasMore ? $"https://lapor.tiruan/complaints/{id}/followups?page={page + 1}" : null,
            });
        }
    }

    public JsonNode Upload(Form form)
    {
        lock (gate)
        {
            var images = new JsonArray();
            var docs = new JsonArray();
            foreach (var name in form.Files)
            {
                var isImage = Path.GetExtension(name).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";
                (isImage ? images : docs).Add(new JsonObject { ["id"] = ++uploads, ["file_name"] = name });
                effects.Add(new LaporEffect("upload", 0, name, new Dictionary<string, string>()));
            }

            return Results(new JsonObject { ["images"] = images, ["docs"] = docs });
        }
    }

    public JsonNode? Add(Form form)
    {
        lock (gate)
        {
            var id = long.Parse(form["complaint_id"]!, CultureInfo.InvariantCulture);
            if (!reports.TryGetValue(id, out var report))
            {
                return null;
            }

            var content = form["content"]!;
            effects.Add(new LaporEffect("followup", id, content, form.Fields));
            var now = options.Clock.GetUtcNow();
            var answer = FollowUp(report, Province, null, form["template_code"] ?? "", content, now, []);
            Write(report, written =>
            {
                written.FollowUps.Add(answer.DeepClone());
                written.Data["status_name"] = "Dalam Proses";
                Touch(written, now);
            });
            return new JsonObject { ["message"] = "Tindak lanjut tersimpan.", ["results"] = new JsonObject { ["id"] = lastFollowUp } };
        }
    }

    public JsonNode? Reject(long id, JsonNode order)
    {
        lock (gate)
        {
            if (!reports.TryGetValue(id, out var report))
            {
                return null;
            }

            var now = options.Clock.GetUtcNow();
            var text = (string)order["reason_description"]!;
            effects.Add(new LaporEffect("reject", id, text, new Dictionary<string, string> { ["reason"] = order["reason"]!.ToJsonString() }));
            Write(report, written =>
            {
                written.Logs.Add(Log(now, "<p>{{institution_from}}: bukan wewenang</p>", Province, 1, "Admin Pusat", (string)written.Data["status_name"]!, "Ditolak"));
                written.Data["status_name"] = "Ditolak";
                Touch(written, now);
            });
            return new JsonObject { ["message"] = "Laporan dikembalikan." };
        }
    }

    public void Change(long id, Action<JsonObject> change)
    {
        lock (gate)
        {
            change(reports[id].Data);
            Touch(reports[id], options.Clock.GetUtcNow());
        }
    }

    public void Add(long id, string title, DateTimeOffset at)
    {
        lock (gate)
        {
            reports.Add(id, Make(Disposed(id, title, $"{title}, mohon ditangani.", at)));
        }
    }

    /// <summary>Under the number after all there are, also of those that arrive later.</summary>
    /// <returns>The number.</returns>
    public long AddNext(string title, DateTimeOffset at)
    {
        lock (gate)
        {
            var id = reports.Keys.DefaultIfEmpty(First).Max() + 1;
            Add(id, title, at);
            return id;
        }
    }

    public void Keep(long id, string title, string text, DateTimeOffset at)
    {
        lock (gate)
        {
            var item = Disposed(id, title, text, at);
            kept.Add(item);
            reports.Add(id, Make(item));
        }
    }

    public bool IsBroken(long id)
    {
        lock (gate)
        {
            return broken.Contains(id);
        }
    }

    public void Break(long id, bool isBroken)
    {
        lock (gate)
        {
            _ = isBroken ? broken.Add(id) : broken.Remove(id);
        }
    }

    private void Write(Report report, Action<Report> write)
    {
        write(report);
        written.Add((report.Id, write));
    }

    /// <summary>One that was sent here as soon as it came.</summary>
    private LaporItem Disposed(long id, string title, string text, DateTimeOffset at) =>
        new() { Id = id, Age = (options.Now - at).TotalDays, Title = title, Content = $"<p>{text}</p>", DisposedAfter = 0 };

    private void Fill()
    {
        lastFollowUp = 7000;
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Lapor", "items.json"));
        foreach (var item in (options.Empty ? [] : JsonSerializer.Deserialize<LaporItem[]>(file, Json)!).Concat(kept))
        {
            reports.Add(item.Id, Make(item));
        }
    }

    private IEnumerable<Report> Arrived()
    {
        var now = options.Clock.GetUtcNow();
        return reports.Values.Where(r => r.ChangedAt <= now);
    }

    private Report Make(LaporItem item)
    {
        var at = options.Now.AddDays(-item.Age);
        var number = (int)(item.Id % 4);
        var data = new JsonObject
        {
            ["id"] = item.Id % 5 == 0 ? item.Id.ToString(CultureInfo.InvariantCulture) : item.Id,
            ["title"] = item.Title,
            ["content"] = item.Content,
            ["content_original"] = item.Original,
            ["status_code"] = "S" + item.Status.Length.ToString(CultureInfo.InvariantCulture),
            ["status_name"] = item.Status,
            ["classification_name"] = item.Classification,
            ["supervision_name"] = item.Supervision,
            ["category_name"] = item.Category,
            ["location_name"] = item.Place,
            ["channel_name"] = item.Channel,
            ["disposition_id"] = item.DisposedAfter is null ? null : LaporFake.InstitutionId,
            ["disposition_name"] = item.DisposedAfter is null ? null : Province,
            ["is_anonymous"] = number == 1 ? JsonValue.Create(item.Anonymous ? 1 : 0) : JsonValue.Create(item.Anonymous),
            ["is_secret"] = item.Secret,
            ["date_of_incident"] = item.Incident,
            ["reporter"] = new JsonObject { ["name"] = item.Name },
            ["attachments"] = Files(item.Files),
            ["created_at"] = Printed(at, number),
            ["updated_at"] = null,
        };
        foreach (var (key, value) in item.More)
        {
            data[key] = JsonNode.Parse(value.GetRawText());
        }

        var report = new Report(item.Id, data, new JsonArray(), new JsonArray());
        report.Logs.Add(Log(at, "<p>Laporan dibuat melalui <b>{{channel}}</b></p>", null, null, null, null, "Belum Terverifikasi"));
        if (item.DisposedAfter is double hours)
        {
            var disposed = at.AddHours(hours);
            if (item.Id % 3 == 0)
            {
                report.Logs.Add(Log(disposed.AddHours(-1), "<p>Verifikasi oleh {{ institution_from }}</p>", "Admin Pusat", null, null, "Belum Terverifikasi", "Terverifikasi"));
            }

            report.Logs.Add(Log(disposed, "<p>{{institution_from}} ke {{ institution_to }}</p>", "Admin Pusat", LaporFake.InstitutionId, Province, "Terverifikasi", "Terverifikasi"));
            Touch(report, disposed);
        }
        else
        {
            Touch(report, at);
        }

        foreach (var answer in item.FollowUps)
        {
            report.FollowUps.Add(FollowUp(report, answer.From, answer.To, answer.Template, answer.Content, at.AddHours(answer.After), answer.Files ?? []));
            Touch(report, at.AddHours(answer.After));
        }

        return report;
    }

    private JsonObject FollowUp(Report report, string? from, string? to, string template, string content, DateTimeOffset at, IReadOnlyList<string> files) => new()
    {
        ["id"] = ++lastFollowUp,
        ["complaint_id"] = report.Id,
        ["institution_from_name"] = from,
        ["institution_to_name"] = to,
        ["template_code"] = template,
        ["template_content"] = template == "disposition" ? "<p>Laporan diteruskan ke {{institution_to_link}}</p>" : null,
        ["content"] = content,
        ["created_at"] = at.ToOffset(Wib).ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture),
        ["attachments"] = Files(files),
    };

    // Pictures under numeric keys, documents in a list beside them.
    private static JsonObject Files(IReadOnlyList<string> names)
    {
        var files = new JsonObject();
        var docs = new JsonArray();
        foreach (var name in names)
        {
            var file = new JsonObject
            {
                ["path"] = $"https://www.lapor.go.id/tiruan/{Uri.EscapeDataString(name)}",
                ["file_name"] = name,
                ["extension"] = Path.GetExtension(name).TrimStart('.'),
            };
            if (file["extension"]!.GetValue<string>() is "jpg" or "jpeg" or "png")
            {
                files[files.Count.ToString(CultureInfo.InvariantCulture)] = file;
            }
            else
            {
                docs.Add(file);
            }
        }

        files["docs"] = docs;
        return files;
    }

    private static JsonObject Log(DateTimeOffset at, string content, string? from, long? toId, string? toName, string? oldState, string? newState) => new()
    {
        ["date"] = at.ToOffset(Wib).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        ["content"] = content,
        ["institution_from_name"] = from,
        ["institution_to"] = toName is null ? null : new JsonObject { ["id"] = toId, ["name"] = toName },
        ["data"] = new JsonObject
        {
            ["status_old"] = new JsonObject { ["name"] = oldState },
            ["status_new"] = new JsonObject { ["name"] = newState },
        }.ToJsonString(),
    };

    private static void Touch(Report report, DateTimeOffset at)
    {
        report.ChangedAt = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        report.Data["updated_at"] = report.ChangedAt.ToOffset(Wib).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static JsonObject Row(Report report) => new()
    {
        ["id"] = report.Data["id"]!.DeepClone(),
        ["title"] = report.Data["title"]!.DeepClone(),
        ["status_name"] = report.Data["status_name"]!.DeepClone(),
        ["updated_at"] = report.Data["updated_at"]!.DeepClone(),
    };

    private static string Printed(DateTimeOffset at, int form) => at.ToOffset(Wib).ToString(form switch
    {
        0 => "dd-MM-yyyy HH:mm:ss",
        1 => "yyyy-MM-dd HH:mm:ss",
        2 => "yyyy-MM-dd'T'HH:mm:sszzz",
        _ => "d MMM yyyy HH:mm",
    }, CultureInfo.InvariantCulture);

    private static JsonObject Results(JsonObject results) => new() { ["results"] = results };

    private sealed record Report(long Id, JsonObject Data, JsonArray Logs, JsonArray FollowUps)
    {
        public DateTimeOffset ChangedAt { get; set; }
    }
}
