using System.Text.Json;
using Hub.Domain.Deadlines;

namespace Hub.Host.Work.Deadlines;

/// <summary>The steps of a walk for machines: one object a day or stretch.</summary>
internal static class WalkJson
{
    /// <summary>Writes the property <c>walk</c> into the open object.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Step> steps)
    {
        json.WriteStartArray("walk"u8);
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("on"u8, step.On.ToString("O"));
            if (step is { From: TimeOnly from, To: TimeOnly to })
            {
                json.WriteString("from"u8, Clock(from));
                json.WriteString("to"u8, to == TimeOnly.MinValue ? "24:00" : Clock(to));
            }

            json.WriteBoolean("counted"u8, step.IsCounted);
            if (step.IsCounted)
            {
                json.WriteNumber("n"u8, step.Number);
            }
            else
            {
                json.WriteString("why"u8, Code(step.Kind));
            }

            if (step.Name is string name)
            {
                json.WriteString("name"u8, name);
            }

            if (step.IsDue)
            {
                json.WriteBoolean("due"u8, true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Code(StepKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string Clock(TimeOnly time) => time.ToString(time.Second == 0 ? "HH':'mm" : "HH':'mm':'ss");
}
