using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Lapor;

/// <summary>Writes answers into LAPOR. It has no key for repeats, so each answer carries a short reference and is looked for before it is written.</summary>
internal sealed class LaporReplies(ILaporApi api, LaporOptions options)
{
    private static readonly Said AlreadyThere = Said.Of<LaporTexts>("AlreadyThere");
    private const int MostPages = 100;
    private static readonly string[] Flags = ["is_anonymous", "is_secret"];

    /// <summary>In which the reporters there are written to.</summary>
    private static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id");

    /// <summary>The template by which LAPOR itself tells that a report was passed on.</summary>
    public const string Disposition = "disposition";

    public async Task<Said> SendAsync(Reply reply, CancellationToken token)
    {
        if (!long.TryParse(reply.ExternalId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw new ConnectorFailure(FailureKind.Refused, Said.Of<LaporTexts>("NoNumber", reply.ExternalId));
        }

        var complaint = (await api.ComplaintAsync(id, token)).Field("results");
        var data = complaint.Field("data");
        reply.Heed(Flags.SelectMany(flag => data.All(flag)).Any(said => YesNo.Read(said.Raw()) == true) || NoName.Asks(data.Field("reporter").Line("name")));
        return reply.Kind switch
        {
            ReplyKind.NotOurs when await InstitutionAsync(reply.Target, token) is { } theirs => await RejectAsync(id, theirs, reply, complaint, token),
            ReplyKind.Disposition when await OfficeAsync(reply.Target, token) is { } office => await FollowUpAsync(id, reply, office, complaint, token),

            // LAPOR cannot be told whose it is; whoever wrote there reads it all the same.
            ReplyKind.NotOurs or ReplyKind.Disposition => Said.Of<LaporTexts>("TargetInWords", await FollowUpAsync(id, InWords(reply), null, complaint, token), reply.Target),
            ReplyKind.FirstResponse or ReplyKind.FollowUp or ReplyKind.Finished => await FollowUpAsync(id, reply, null, complaint, token),
        };
    }

    private static Reply InWords(Reply reply) =>
        reply with { Kind = ReplyKind.FollowUp, Text = reply.Kind == ReplyKind.NotOurs ? $"{Said.Of<LaporTexts>("Theirs", reply.Target).In(Indonesian)} {reply.Text}" : reply.Text };

    /// <summary>The reference of an answer, the same at every attempt.</summary>
    public static string Reference(string idempotencyKey) => $"Ref. {Fingerprint.Of(Encoding.UTF8.GetBytes(idempotencyKey))[..12]}";

    private async Task<Said> FollowUpAsync(long id, Reply reply, long? office, JsonElement complaint, CancellationToken token)
    {
        var reference = Reference(reply.IdempotencyKey);
        if (await HoldsAsync(id, reference, token))
        {
            return AlreadyThere;
        }

        await reply.BeforeWriting(token);
        using var form = new MultipartFormDataContent();
        Add(form, "user_id", Text(options.UserId));
        Add(form, "institution_from_id", Text(options.InstitutionId));
        Add(form, "institution_to_id", office is { } to ? Text(to) : "");
        Add(form, "complaint_id", Text(id));
        Add(form, "info_disposition", reply.Kind == ReplyKind.Disposition ? reply.Text : "");
        Add(form, "template_code", reply.Kind switch
        {
            ReplyKind.FirstResponse => options.FirstResponseTemplate,
            ReplyKind.Disposition => Disposition,
            _ => "",
        });
        Add(form, "rating", "");
        Add(form, "is_secret", reply.Secret || complaint.Field("data").YesOrNo("is_secret") != false ? "1" : "0");
        Add(form, "content", $"{reply.Text}\n\n{reference}");
        foreach (var (file, index) in (await UploadAsync(reply, token)).Select((f, i) => (f, i)))
        {
            Add(form, $"attachment[{index}]", Text(file));
        }

        if (reply.Attachments.Count > 0)
        {
            await reply.BeforeWriting(token);
        }

        return Answer(await api.AddFollowUpAsync(form, token), "AnswerSent");
    }

    /// <summary>Pictures and documents come back in two lists; both count.</summary>
    private async Task<IReadOnlyList<long>> UploadAsync(Reply reply, CancellationToken token)
    {
        var files = reply.Attachments.Where(a => !a.Content.IsEmpty).ToArray();
        if (files.Length == 0)
        {
            return [];
        }

        using var form = new MultipartFormDataContent();
        foreach (var file in files)
        {
            var part = new ReadOnlyMemoryContent(file.Content);
            part.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.MediaType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "attachments[]", file.Name);
        }

        var results = (await api.UploadAsync(form, token)).Field("results");
        var ids = results.Field("images").Items().Concat(results.Field("docs").Items()).Select(f => f.Id("id")).OfType<long>().ToArray();
        return ids.Length == files.Length
            ? ids
            : throw new ConnectorFailure(FailureKind.Refused, Said.Of<LaporTexts>("FilesRefused", ids.Length, files.Length));
    }

    private async Task<bool> HoldsAsync(long id, string reference, CancellationToken token)
    {
        for (var page = 1; page <= MostPages; page++)
        {
            var results = (await api.FollowUpsAsync(id, page, token)).Field("results");
            if (results.Field("data").Items().Any(f => f.Raw("content")?.Contains(reference, StringComparison.Ordinal) == true))
            {
                return true;
            }

            if (string.IsNullOrEmpty(results.Raw("next_page_url")))
            {
                return false;
            }
        }

        return false;
    }

    private async Task<Said> RejectAsync(long id, long institution, Reply reply, JsonElement complaint, CancellationToken token)
    {
        if (LaporWords.IsReturned(complaint.Field("data").Line("status_name")))
        {
            return AlreadyThere;
        }

        var rejection = new LaporRejection
        {
            Reason = institution,
            ReasonDescription = $"{reply.Text}\n\n{Reference(reply.IdempotencyKey)}",
        };
        await reply.BeforeWriting(token);
        return Answer(await api.RejectAsync(id, rejection, token), "Returned");
    }

    /// <summary>An office of the province by its number; the list that LAPOR gives out has the institutions outside, and not all within.</summary>
    private async Task<long?> OfficeAsync(string? target, CancellationToken token) =>
        long.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : await InstitutionAsync(target, token);

    /// <returns>Null when LAPOR's list does not have it.</returns>
    private async Task<long?> InstitutionAsync(string? target, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(target))
        {
            throw new ConnectorFailure(FailureKind.Refused, Said.Of<LaporTexts>("TargetNeeded"));
        }

        var institutions = (await api.InstitutionsAsync(1000, token)).Field("results").Field("data").Items().ToArray();
        var wanted = PlainText.Line(target);
        var found = institutions.FirstOrDefault(i => i.Raw("id") == wanted || string.Equals(i.Line("name"), wanted, StringComparison.OrdinalIgnoreCase));
        return found.Id("id");
    }

    private static Said Answer(JsonElement answer, string otherwise) =>
        (answer.Line("message") ?? answer.Field("results").Line("message")) is { } words ? Said.Quote(words) : Said.Of<LaporTexts>(otherwise);

    private static void Add(MultipartFormDataContent form, string name, string value) => form.Add(new StringContent(value), name);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
