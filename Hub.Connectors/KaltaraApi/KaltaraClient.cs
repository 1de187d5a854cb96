using System.Globalization;
using Hub.Connectors.Http;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Speaks to one system: asks for pages, sends replies.</summary>
internal sealed class KaltaraClient(IKaltaraApi api, string key, ListMapping list, ItemBounds bounds)
{
    public static KaltaraClient For(SourceContext context, KaltaraOptions options, ListMapping list)
    {
        var client = Wire.Client(context, new Uri(options.Address!), options);
        return new(Wire.Api<IKaltaraApi>(client), options.ApiKey!, list, new ItemBounds(options.LargestItemKb));
    }

    /// <exception cref="ConnectorFailure">No page came.</exception>
    public async Task<ListPage> PageAsync(IReadOnlyDictionary<string, string> query, int page, int size, CancellationToken token)
    {
        var all = new Dictionary<string, string>(list.Query, StringComparer.Ordinal);
        foreach (var (name, value) in query)
        {
            all[name] = value;
        }

        if (list.Paging != PagingStyle.OnePage)
        {
            all[list.PageParameter] = page.ToString(CultureInfo.InvariantCulture);
        }

        if (list.SizeParameter is not null)
        {
            all[list.SizeParameter] = size.ToString(CultureInfo.InvariantCulture);
        }

        using var response = await api.ListAsync(Below(list.Path), all, key, token);
        return ListPage.Of(AnswerContent.Of(response.Content).Json, list, bounds);
    }

    /// <exception cref="ConnectorFailure">The reply was not taken.</exception>
    public async Task SendAsync(ReplyMethod method, string path, IReadOnlyDictionary<string, string> body, string idempotencyKey, CancellationToken token)
    {
        using var response = method == ReplyMethod.Post
            ? await api.ActAsync(Below(path), body, key, idempotencyKey, token)
            : await api.ChangeAsync(Below(path), body, key, idempotencyKey, token);
    }

    private static string Below(string path) =>
        MappingFile.IsBelow(path) ? path : throw new ConnectorFailure(FailureKind.Refused, Said.Of<MappedTexts>("PathOutside", path));

    /// <summary>Asks for one item and says how many there are.</summary>
    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        try
        {
            var page = await PageAsync(new Dictionary<string, string>(), 1, 1, token);
            return new(true, page.Total is int total ? Said.Of<MappedTexts>("OpenWithTotal", total) : Said.Of<MappedTexts>(page.Items.Count == 0 ? "OpenAndEmpty" : "Open"));
        }
        catch (ConnectorFailure failure)
        {
            return new(false, failure.Said);
        }
    }
}
