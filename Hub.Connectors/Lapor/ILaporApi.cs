using System.Text.Json;
using Refit;

namespace Hub.Connectors.Lapor;

/// <summary>LAPOR! SP4N behind SPLP, as clients of other offices call it. Every answer carries a <c>results</c> envelope.</summary>
internal interface ILaporApi
{
    /// <summary>Assumed: no list call has been seen in public; see the README.</summary>
    [Get("/complaints")]
    Task<JsonElement> ListAsync(int page, [AliasAs("page_size")] int pageSize, [AliasAs("updated_since")] string? updatedSince, CancellationToken token);

    [Get("/complaints/{id}/complaint")]
    Task<JsonElement> ComplaintAsync(long id, CancellationToken token);

    [Get("/complaints/{id}/followups")]
    Task<JsonElement> FollowUpsAsync(long id, int page, CancellationToken token);

    [Get("/masters/institutions/external")]
    Task<JsonElement> InstitutionsAsync([AliasAs("page_size")] int pageSize, CancellationToken token);

    [Get("/masters/templates")]
    Task<JsonElement> TemplatesAsync([AliasAs("page_size")] int pageSize, CancellationToken token);

    [Post("/complaints/complaint/file")]
    Task<JsonElement> UploadAsync([Body] HttpContent form, CancellationToken token);

    [Post("/complaints/followup/add")]
    Task<JsonElement> AddFollowUpAsync([Body] HttpContent form, CancellationToken token);

    [Post("/complaints/process/{id}/reject")]
    Task<JsonElement> RejectAsync(long id, [Body] LaporRejection rejection, CancellationToken token);
}

/// <summary>"Not our authority, pass it to that institution."</summary>
internal sealed record LaporRejection
{
    [System.Text.Json.Serialization.JsonPropertyName("is_request")]
    public int IsRequest { get; init; } = 1;

    /// <summary>The number of the institution whose matter it is.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("reason")]
    public required long Reason { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("reason_description")]
    public required string ReasonDescription { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("not_authority")]
    public int NotAuthority { get; init; } = 1;
}
