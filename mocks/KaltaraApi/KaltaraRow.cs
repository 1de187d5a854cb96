using System.Text.Json.Nodes;

namespace Hub.Mocks.KaltaraApi;

/// <summary>One item of a fake, as its data file gives it.</summary>
/// <param name="Data">The fields, dates relative to the start.</param>
/// <param name="Arrives">Minutes after the start at which the item appears; 0: it was there before.</param>
/// <param name="Changes">What happens to it later.</param>
internal sealed record KaltaraRow(JsonObject Data, double Arrives = 0, IReadOnlyList<KaltaraChange>? Changes = null);

/// <param name="After">Minutes after the start.</param>
/// <param name="Set">Fields that get these values.</param>
internal sealed record KaltaraChange(double After, JsonObject Set);
