using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Robustness;

/// <summary>In an editor most code is broken most of the time. Generator and analyzer take it as it comes.</summary>
public class BrokenCode(ITestOutputHelper output)
{
    /// <summary>Deletes, doubles, swaps, moves in from elsewhere, or cuts off after, a few tokens.</summary>
    [Fact]
    public void With_tokens_changed_at_random_fails_neither()
    {
        var seed = Effort.Seed(output);
        var random = new Random(seed);
        var programs = Samples.All.Select(Tokens).ToArray();
        var crash = new Crash(SourceCompiler.Create());
        for (var number = 0; number < Effort.Cases(250); number++)
        {
            var tokens = new List<string>(programs[random.Next(programs.Length)]);
            for (var edits = random.Next(1, 4); edits > 0; edits--) Edit(tokens, programs[random.Next(programs.Length)], random);
            crash.NotOn(string.Concat(tokens));
        }
    }

    /// <summary>The program as it is typed, from the first token to the last.</summary>
    [Fact]
    public void Half_typed_fails_neither()
    {
        var tokens = Tokens(Samples.Rich);
        var crash = new Crash(SourceCompiler.Create());
        for (var length = 1; length <= tokens.Length; length += Effort.IsLong ? 1 : 4) crash.NotOn(string.Concat(tokens.Take(length)));
    }

    /// <summary>A closing brace is what an editor adds first: the same, with what is open closed.</summary>
    [Fact]
    public void Half_typed_with_its_braces_closed_fails_neither()
    {
        var tokens = Tokens(Samples.Rich);
        var crash = new Crash(SourceCompiler.Create());
        for (var length = 1; length <= tokens.Length; length += Effort.IsLong ? 1 : 5)
        {
            var typed = string.Concat(tokens.Take(length));
            var open = typed.Count(character => character == '{') - typed.Count(character => character == '}');
            crash.NotOn(typed + ";" + new string('}', Math.Max(0, open)));
        }
    }

    private static string[] Tokens(string source) =>
        [.. CSharpSyntaxTree.ParseText(source, SourceCompiler.ParseOptions).GetRoot().DescendantTokens().Select(token => token.ToFullString())];

    private static void Edit(List<string> tokens, string[] other, Random random)
    {
        if (tokens.Count < 2) return;
        var place = random.Next(tokens.Count);
        switch (random.Next(6))
        {
            case 0:
                tokens.RemoveAt(place);
                break;
            case 1:
                tokens.Insert(place, tokens[place]);
                break;
            case 2:
                (tokens[place], tokens[tokens.Count - 1 - place]) = (tokens[tokens.Count - 1 - place], tokens[place]);
                break;
            case 3:
                tokens[place] = other[random.Next(other.Length)];
                break;
            case 4:
                tokens.RemoveRange(place, Math.Min(random.Next(1, 12), tokens.Count - place));
                break;
            default:
                if (random.Next(4) == 0) tokens.RemoveRange(place, tokens.Count - place);
                else tokens[place] = tokens[random.Next(tokens.Count)];
                break;
        }
    }
}
