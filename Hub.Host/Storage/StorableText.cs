using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.Storage;

/// <summary>
/// PostgreSQL holds no U+0000 in a text, and fonts, names of fields and forms bring it; nor half a sign (a lone surrogate), which some encodings bring, and every text that is cut where it is too long.
/// Whatever is written to a store or asked of it has U+FFFD in its place, in both stores.
/// </summary>
internal sealed class StorableText : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Mend(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Mend(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Mend(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Mend(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Mend(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Mend(command);
        return ValueTask.FromResult(result);
    }

    /// <returns>The text as every store holds it; a list of texts likewise, everything else as it is.</returns>
    public static object? Of(object? value) => value switch
    {
        string text => Of(text),
        null or ValueType => value,
        IReadOnlyCollection<string?> texts when texts.Any(static t => t is not null && !ReferenceEquals(Of(t), t)) => texts.Select(static t => t is null ? null : Of(t)).ToArray(),
        _ => value,
    };

    /// <remarks>A list is asked for in SQLite as JSON, where the sign stands escaped.</remarks>
    public static string Of(string text) =>
        Whole((text is ['[' or '{', ..] ? text.Replace(@"\u0000", @"\uFFFD", StringComparison.Ordinal) : text).Replace('\0', '\uFFFD'));

    private static string Whole(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    private static void Mend(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (Of(parameter.Value) is var stored && !ReferenceEquals(stored, parameter.Value))
            {
                parameter.Value = stored;
            }
        }
    }
}
