using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Sources;

/// <summary>Turns typed options into form fields and back. Lists and tables are edited as JSON; secrets go in and never come out.</summary>
public static class OptionsForm
{
    public static IReadOnlyList<OptionField> Fields(object options)
    {
        var secrets = SourceSettings.SecretsOf(options.GetType()).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return [.. Editable(options.GetType()).Select(property =>
        {
            var value = property.GetValue(options);
            var secret = secrets.Contains(property.Name);
            return new OptionField(property.Name, KindOf(property, secret), secret ? null : Text(property, value), secret && value is not null, Choices(property.PropertyType), property.IsDefined(typeof(FineTuningAttribute), inherit: true));
        })];
    }

    public static IEnumerable<string> Secrets(IEnumerable<OptionField> fields) => fields.Where(f => f.Kind == FieldKind.Secret).Select(f => f.Name);

    /// <returns>New options with what was typed, and every value that has the wrong form.</returns>
    public static (object Options, IReadOnlyList<FieldFault> Faults) Read(object before, IReadOnlyDictionary<string, string> typed)
    {
        var type = before.GetType();
        var options = JsonSerializer.Deserialize(JsonSerializer.Serialize(before, type, SourceSettings.Json), type, SourceSettings.Json)!;
        var secrets = SourceSettings.SecretsOf(type).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var fresh = Activator.CreateInstance(type)!;
        var faults = new List<FieldFault>();
        foreach (var property in Editable(type))
        {
            var given = typed.GetValueOrDefault(property.Name);
            if (given is null || (secrets.Contains(property.Name) && given.Length == 0))
            {
                continue;
            }

            if (string.IsNullOrWhiteSpace(given))
            {
                property.SetValue(options, IsValueType(property) ? property.GetValue(fresh) : null);
                continue;
            }

            try
            {
                property.SetValue(options, Value(property.PropertyType, given.Trim()));
            }
            catch (Exception e) when (e is FormatException or JsonException or ArgumentException or OverflowException or NotSupportedException or TargetInvocationException)
            {
                faults.Add(new(property.Name, SourceFaults.Say("Unusable", given.Trim(), Example(property.PropertyType))));
            }
        }

        SourceSettings.Complete(options);
        if (Editable(type).Any(p => IsPlace(p) && !Equals(p.GetValue(before), p.GetValue(options))))
        {
            ForgetSecrets(options, typed);
        }

        return (options, faults);
    }

    /// <summary>A secret goes only to the server for which it was typed.</summary>
    private static void ForgetSecrets(object options, IReadOnlyDictionary<string, string> typed)
    {
        foreach (var secret in SourceSettings.SecretsOf(options.GetType()).Where(s => string.IsNullOrWhiteSpace(typed.GetValueOrDefault(s.Name))))
        {
            secret.SetValue(options, null);
        }

        SourceSettings.Complete(options);
    }

    /// <summary>Says to which server the hub goes.</summary>
    private static bool IsPlace(PropertyInfo property) => property.PropertyType == typeof(Uri) || property.IsDefined(typeof(HttpAddressAttribute), inherit: true) || property.Name.EndsWith("Host", StringComparison.Ordinal);

    private static bool IsValueType(PropertyInfo property) => property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null;

    /// <summary>What every kind of its family has first: where the server is, then what is read there, and at the end until when the key is valid.</summary>
    private static IEnumerable<PropertyInfo> Editable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p is { CanRead: true, CanWrite: true } && p.SetMethod!.IsPublic && p.GetIndexParameters().Length == 0)
        .DistinctBy(p => p.Name)
        .OrderBy(p => p.Name == nameof(IExpires.CredentialsExpireOn))
        .ThenBy(p => Depth(p.GetMethod!.GetBaseDefinition().DeclaringType!)).ThenBy(p => p.GetMethod!.GetBaseDefinition().MetadataToken);

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;

    private static FieldKind KindOf(PropertyInfo property, bool secret)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return secret ? FieldKind.Secret
            : type == typeof(bool) ? FieldKind.Switch
            : type.IsEnum ? FieldKind.Choice
            : type == typeof(int) || type == typeof(long) || type == typeof(double) ? FieldKind.Number
            : type == typeof(DateOnly) ? FieldKind.Date
            : IsPlain(type) ? FieldKind.Line
            : FieldKind.Json;
    }

    private static bool IsPlain(Type type) => type == typeof(string) || type == typeof(Uri) || type == typeof(TimeSpan) || type == typeof(TimeOnly) || type == typeof(DateTimeOffset) || type == typeof(char);

    private static string? Text(PropertyInfo property, object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when KindOf(property, secret: false) == FieldKind.Json => JsonSerializer.Serialize(value, property.PropertyType, SourceSettings.Json),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static object? Value(Type declared, string text)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type == typeof(string) ? text
            : type == typeof(Uri) ? new Uri(text, UriKind.Absolute)
            : type == typeof(DateOnly) ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : type.IsEnum ? Enum.Parse(type, text, ignoreCase: true)
            : IsPlain(type) || type.IsPrimitive ? TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text)
            : JsonSerializer.Deserialize(text, declared, SourceSettings.Json);
    }

    private static IReadOnlyList<string> Choices(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    private static string Example(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type == typeof(Uri) ? SourceFaults.Say("Example", "https://sistem.contoh.go.id")
            : type == typeof(TimeSpan) ? SourceFaults.Say("Example", "00:00:30")
            : type == typeof(DateOnly) ? SourceFaults.Say("Example", "2026-01-31")
            : type == typeof(int) ? SourceFaults.Say("WholeNumber")
            : type.IsEnum ? SourceFaults.Say("Choose", string.Join(", ", Enum.GetNames(type)))
            : "";
    }
}

/// <summary>One field of the form.</summary>
/// <param name="Value">What is stored; never that of a secret.</param>
/// <param name="IsSet">A secret is stored.</param>
/// <param name="IsFine">Its default suits nearly everybody.</param>
public sealed record OptionField(string Name, FieldKind Kind, string? Value, bool IsSet, IReadOnlyList<string> Choices, bool IsFine);

/// <summary>How a field is edited.</summary>
public enum FieldKind
{
    Line,
    Number,
    Switch,
    Choice,
    Date,
    Secret,
    Json,
}
