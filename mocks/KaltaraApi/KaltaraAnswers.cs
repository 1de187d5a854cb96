using System.Text.Json.Nodes;

namespace Hub.Mocks.KaltaraApi;

/// <summary>Answers that every system of the convention gives alike.</summary>
internal static class KaltaraAnswers
{
    /// <returns>Null when the key is right.</returns>
    public static FakeAnswer? Allowed(FakeRequest request, string apiKey) =>
        request.Header("X-API-Key") == apiKey || request.Header("Authorization") == "Bearer " + apiKey ? null
        : request.Header("X-API-Key") is null && request.Header("Authorization") is null ? Refusal("API key tidak ditemukan. Sertakan header X-API-Key.", 401)
        : Refusal("API key tidak dikenal atau kedaluwarsa.", 401);

    public static FakeAnswer Found(JsonNode? body) => body is null ? Refusal("Data tidak ditemukan.", 404) : FakeAnswer.Json(body);

    public static FakeAnswer Invalid(string field, string message) =>
        FakeAnswer.Json(new JsonObject { ["message"] = message, ["errors"] = new JsonObject { [field] = new JsonArray(message) } }, 422);

    private static FakeAnswer Refusal(string message, int status) =>
        FakeAnswer.Json(new JsonObject { ["success"] = false, ["message"] = message }, status);
}
